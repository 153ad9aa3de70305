export { Pacer, type TimeSource, type WallClock, WorldClock, wallClock } from './clock/index.ts'
