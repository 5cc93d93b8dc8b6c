export { peopleReads } from './read.ts'
export { type PeopleWrites, peopleWrites } from './write.ts'
