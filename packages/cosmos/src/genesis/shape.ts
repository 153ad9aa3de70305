import { type Outcome, ok } from '@pegzone/outcome'
import type { GenesisRejection } from '../errors.ts'
import { invalid } from './check.ts'

/**
 * The form of a JSON value: is it text, a number, a list of …, an object with these fields? Files come from people, so
 * the types of genesis/types.ts are a hope until this has looked. What the values mean is checked by the modules.
 */
type Shape =
  | 'text'
  | 'number'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly pair: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly optional?: readonly string[] }

const coins: Shape = { list: { fields: { denom: 'text', amount: 'text' } } }

const genesisShape: Shape = {
  fields: {
    chainId: 'text',
    prefix: 'text',
    timeNs: 'text',
    params: {
      fields: {
        maxMemoCharacters: 'number',
        txSigLimit: 'number',
        txSizeCostPerByte: 'number',
        sigVerifyCostSecp256k1: 'number',
        sendDisabled: { list: 'text' },
      },
      optional: ['maxMemoCharacters', 'txSigLimit', 'txSizeCostPerByte', 'sigVerifyCostSecp256k1', 'sendDisabled'],
    },
    accounts: {
      list: {
        fields: {
          address: 'text',
          number: 'text',
          sequence: 'text',
          pubKey: {
            fields: { type: 'text', key: 'text', threshold: 'number', keys: { list: 'text' } },
            optional: ['key', 'threshold', 'keys'],
          },
        },
        optional: ['number', 'sequence', 'pubKey'],
      },
    },
    balances: { list: { fields: { address: 'text', coins } } },
    supply: coins,
    denoms: {
      list: {
        fields: {
          base: 'text',
          display: 'text',
          symbol: 'text',
          name: 'text',
          description: 'text',
          exponent: 'number',
          trace: 'text',
        },
        optional: ['description', 'trace'],
      },
    },
    ibc: { fields: { tables: { map: { list: { pair: 'text' } } } } },
  },
  optional: ['timeNs', 'params', 'accounts', 'balances', 'supply', 'denoms', 'ibc'],
}

/** Refuses at the first value of the wrong form, unknown field or missing field, by its path. */
export function checkGenesisShape(genesis: unknown): Outcome<void, GenesisRejection> {
  return check(genesis, genesisShape, '')
}

function check(value: unknown, shape: Shape, path: string): Outcome<void, GenesisRejection> {
  const name = path === '' ? 'genesis' : path
  if (shape === 'text') return typeof value === 'string' ? ok() : invalid(name, value, 'a string')
  if (shape === 'number') return typeof value === 'number' ? ok() : invalid(name, value, 'a number')
  if ('list' in shape) {
    if (!Array.isArray(value)) return invalid(name, value, 'a list')
    return checkAll(value.map((item, i) => [`${path}[${i}]`, item, shape.list]))
  }
  if ('pair' in shape) {
    if (!Array.isArray(value) || value.length !== 2) return invalid(name, value, 'a list of two')
    return checkAll(value.map((item, i) => [`${path}[${i}]`, item, shape.pair]))
  }
  if (!isObject(value)) return invalid(name, value, 'an object')
  const inner = (field: string) => (path === '' ? field : `${path}.${field}`)
  if ('map' in shape) return checkAll(Object.entries(value).map(([field, item]) => [inner(field), item, shape.map]))
  const { fields, optional = [] } = shape
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(fields, field)) {
      return invalid(inner(field), value[field], `only the fields ${Object.keys(fields).join(', ')}`)
    }
  }
  const present = Object.entries(fields).filter(([field]) => value[field] !== undefined || !optional.includes(field))
  return checkAll(present.map(([field, of]) => [inner(field), value[field], of]))
}

function checkAll(parts: readonly (readonly [path: string, value: unknown, shape: Shape])[]) {
  for (const [path, value, shape] of parts) {
    const done = check(value, shape, path)
    if (!done.ok) return done
  }
  return ok()
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
