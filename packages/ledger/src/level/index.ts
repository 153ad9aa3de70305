export { openLevelDatabase } from './level-database.ts'
