export { Avatar } from './Avatar.tsx'
export { Button } from './Button.tsx'
export { classNames } from './class-names.ts'
export { ConfirmDialog, Dialog } from './Dialog.tsx'
export { IconButton } from './IconButton.tsx'
export { ImportanceNumber } from './ImportanceNumber.tsx'
export { ImportanceSlider } from './ImportanceSlider.tsx'
export {
  hiddenOf,
  importanceLimits,
  rangePresets,
  sameRange,
  usualRange,
  withFloor,
} from './importance-range.ts'
export { Key } from './Key.tsx'
export { ContextMenu, Menu, MenuItem, MenuSeparator } from './Menu.tsx'
export { ErrorNotice, Notice } from './Notice.tsx'
export { PrivacyGlyph, usePrivacyName, usePrivacyWords } from './PrivacyGlyph.tsx'
export { ProblemText } from './ProblemText.tsx'
export { ProgressBar } from './ProgressBar.tsx'
export { privacyWord } from './privacy-level.ts'
export { Segments } from './Segments.tsx'
export { SelectField } from './SelectField.tsx'
export { Splitter } from './Splitter.tsx'
export { Switch } from './Switch.tsx'
export { TagChip, TagDot } from './TagChip.tsx'
export { TextField } from './TextField.tsx'
