import { Component, type ReactNode } from 'react'
import { type WithTranslation, withTranslation } from 'react-i18next'
import { Button, ErrorNotice, Notice } from '../components/index.ts'

interface Props extends WithTranslation {
  readonly children: ReactNode
}

/** A scene that fails says so in its place; the rest of the window goes on. */
class Boundary extends Component<Props, { readonly failed: Error | null }> {
  override state: { readonly failed: Error | null } = { failed: null }

  static getDerivedStateFromError(thrown: unknown) {
    return { failed: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override render() {
    const { children, t } = this.props
    const { failed } = this.state
    if (!failed) return children
    return (
      <div style={{ padding: '1.5rem', display: 'grid', gap: '.75rem', alignContent: 'start' }}>
        <Notice kind="warn" alert>
          {t('common.notShown')}
        </Notice>
        <ErrorNotice
          error={failed}
          actions={
            <Button size="small" onPress={() => this.setState({ failed: null })}>
              {t('common.retry')}
            </Button>
          }
        />
      </div>
    )
  }
}

export const SceneBoundary = withTranslation()(Boundary)
