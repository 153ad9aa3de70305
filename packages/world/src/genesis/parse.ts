import { PegZoneError } from '@pegzone/outcome'
import { worldCatalogue } from '../failure.ts'
import type { WorldGenesis } from './world-genesis.ts'

/**
 * A genesis file, checked as far as the frame goes: each side checks its own part when it starts. Throws PegZoneError
 * WORLD_GENESIS_INVALID naming the field, the value and what is allowed.
 */
export function parseWorldGenesis(value: unknown): WorldGenesis {
  const root = object('(file)', value)
  if (root['format'] !== 'pegzone-genesis') throw invalid('format', root['format'], '"pegzone-genesis"')
  if (root['version'] !== 1) throw invalid('version', root['version'], '1')
  text('name', root['name'], /^[a-z][a-z0-9-]{0,31}$/, 'a-z, 0-9 and -, at most 32')
  digits('timeNs', root['timeNs'])
  text('mnemonic', root['mnemonic'], /^[a-z]+( [a-z]+){11,23}$/, '12 to 24 English words')
  const ethereum = object('ethereum', root['ethereum'])
  const { chainId } = ethereum
  if (typeof chainId !== 'number' || !Number.isSafeInteger(chainId) || chainId < 1) {
    throw invalid('ethereum.chainId', chainId, 'a whole number from 1 on')
  }
  const { accounts } = ethereum
  if (!Array.isArray(accounts)) throw invalid('ethereum.accounts', accounts, 'a list')
  for (const [index, account] of accounts.entries()) {
    const field = `ethereum.accounts[${index}]`
    const { address, wei } = object(field, account)
    text(`${field}.address`, address, /^0x[0-9a-f]{40}$/, 'a lower-case 0x address')
    digits(`${field}.wei`, wei)
  }
  object('ethereum.contracts', ethereum['contracts'])
  const cosmos = object('cosmos', root['cosmos'])
  text('cosmos.chainId', cosmos['chainId'], /^[A-Za-z][A-Za-z0-9_.-]{0,49}$/, 'at most 50 letters, digits, _ . -')
  text('cosmos.prefix', cosmos['prefix'], /^[a-z][a-z0-9]{0,19}$/, '1 to 20 lower-case letters and digits')
  return value as WorldGenesis
}

function object(field: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(field, value, 'an object')
  return value as Readonly<Record<string, unknown>>
}

function text(field: string, value: unknown, pattern: RegExp, allowed: string): void {
  if (typeof value !== 'string' || !pattern.test(value)) throw invalid(field, value, allowed)
}

function digits(field: string, value: unknown): void {
  text(field, value, /^\d{1,78}$/, 'decimal digits in a string')
}

function invalid(field: string, value: unknown, allowed: string): PegZoneError {
  const shown = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80)
  return new PegZoneError(worldCatalogue, { code: 'WORLD_GENESIS_INVALID', field, value: shown, allowed })
}
