import { type EthAddress, parseEthAddress } from '@pegzone/encoding'
import { AMOUNT_LIMIT } from '@pegzone/protocol'

/** Leaves the reading of a genesis early; caught by `readContractsGenesis`. */
export class GenesisFault {
  readonly path: string
  readonly expected: string
  readonly found: string

  constructor(path: string, expected: string, value: unknown) {
    this.path = path
    this.expected = expected
    this.found = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value)).slice(0, 80)
  }
}

/** One value of a genesis with its place, read as what it should be. Every method throws GenesisFault if it is not. */
export class GenesisReader {
  readonly #value: unknown
  readonly #path: string

  constructor(value: unknown, path: string) {
    this.#value = value
    this.#path = path
  }

  get path(): string {
    return this.#path
  }

  get absent(): boolean {
    return this.#value === undefined || this.#value === null
  }

  fault(expected: string): GenesisFault {
    return new GenesisFault(this.#path, expected, this.#value)
  }

  /** The named fields; a name that is not in `fields` is refused, so that a typing error does not become a default. */
  object<const F extends string>(...fields: readonly F[]): Readonly<Record<F, GenesisReader>> {
    const object = this.#record()
    const unknown = Object.keys(object).find((name) => !(fields as readonly string[]).includes(name))
    if (unknown !== undefined) throw new GenesisFault(this.#at(unknown), `one of ${fields.join(', ')}`, object[unknown])
    return Object.fromEntries(
      fields.map((name) => [name, new GenesisReader(object[name], this.#at(name))]),
    ) as Readonly<Record<F, GenesisReader>>
  }

  /** An object whose names are data, in the order of its names. Absent: empty. */
  entries(): readonly (readonly [name: string, value: GenesisReader])[] {
    if (this.absent) return []
    return Object.entries(this.#record())
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, new GenesisReader(value, this.#at(name))])
  }

  /** Absent: empty. */
  list(): readonly GenesisReader[] {
    if (this.absent) return []
    if (!Array.isArray(this.#value)) throw this.fault('a list')
    return this.#value.map((value: unknown, index) => new GenesisReader(value, `${this.#path}[${index}]`))
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.fault('text')
    return this.#value
  }

  oneOf<const T extends string>(...choices: readonly T[]): T {
    const choice = choices.find((each) => each === this.#value)
    if (choice === undefined) throw this.fault(`one of ${choices.join(', ')}`)
    return choice
  }

  address(): EthAddress {
    return readAddress(this.#value, this.#path)
  }

  /** Absent: null. */
  optionalAddress(): EthAddress | null {
    return this.absent ? null : this.address()
  }

  /** 0 ≤ units < `limit` (default 2^120), as a string of digits. */
  units(limit: bigint = AMOUNT_LIMIT): bigint {
    const value = typeof this.#value === 'string' && /^\d{1,78}$/.test(this.#value) ? BigInt(this.#value) : undefined
    if (value === undefined || value >= limit) throw this.fault(`a whole number below ${limit}, as a string of digits`)
    return value
  }

  #record(): Readonly<Record<string, unknown>> {
    if (typeof this.#value !== 'object' || this.#value === null || Array.isArray(this.#value)) {
      throw this.fault('an object')
    }
    return this.#value as Readonly<Record<string, unknown>>
  }

  #at(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`
  }
}

/** The address that a text (either case) or a key of an object holds. */
export function readAddress(value: unknown, path: string): EthAddress {
  const address = typeof value === 'string' ? parseEthAddress(value) : undefined
  if (address === undefined) throw new GenesisFault(path, 'an address', value)
  return address
}
