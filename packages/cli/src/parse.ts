import { PegZoneError } from '@pegzone/outcome'
import { cliCatalogue } from './catalogue.ts'

/** Milliseconds between blocks; `auto`: a block when a message waits; `manual`: only when asked to, by evm_mine. */
export type BlockTime = 'auto' | 'manual' | number

export function parsePort(option: string, given: string): number {
  const port = Number(given)
  if (/^\d{1,5}$/.test(given) && port <= 65_535) return port
  throw new PegZoneError(cliCatalogue, { code: 'CLI_PORT_INVALID', option, given })
}

export function parsePositive(option: string, given: string): number {
  const value = Number(given)
  if (/^\d{1,9}$/.test(given) && value > 0) return value
  throw invalid(option, given, 'a whole number from 1 on')
}

/** `auto`, `manual`, or seconds with at most three decimals from 0.01 on. */
export function parseBlockTime(option: string, given: string): BlockTime {
  if (given === 'auto' || given === 'manual') return given
  const ms = Math.round(Number(given) * 1000)
  if (/^\d{1,6}(\.\d{1,3})?$/.test(given) && ms >= 10) return ms
  throw invalid(option, given, 'auto, manual, or seconds from 0.01 on')
}

function invalid(option: string, given: string, allowed: string): PegZoneError {
  return new PegZoneError(cliCatalogue, { code: 'CLI_OPTION_INVALID', option, given, allowed })
}
