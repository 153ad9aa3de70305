export { Pacer, type WallClock, wallClock } from './pace.ts'
export { type TimeSource, WorldClock } from './world-clock.ts'
