/** One parameter as in the JSON ABI. `components` are the members of a tuple. */
export interface AbiParameter {
  readonly name?: string
  readonly type: string
  readonly indexed?: boolean
  readonly components?: readonly AbiParameter[]
}

/** A function, event or error as in the JSON ABI; fields that do not matter for encoding are not named here. */
export interface AbiFragment {
  readonly type: string
  readonly name?: string
  readonly inputs?: readonly AbiParameter[]
  readonly outputs?: readonly AbiParameter[]
  readonly anonymous?: boolean
}

type Kind = 'function' | 'event' | 'error'

export interface Fragment {
  readonly name: string
  readonly inputs: readonly AbiParameter[]
  readonly outputs: readonly AbiParameter[]
  /** `transfer(address,uint256)`: what selectors hash. */
  readonly signature: string
}

/** The fragment of human-readable text or JSON. Throws TypeError on anything else: signatures are written by us. */
export function fragmentOf(kind: Kind, source: string | AbiFragment): Fragment {
  const {
    type,
    name,
    inputs = [],
    outputs = [],
  } = typeof source === 'string' ? new Parser(kind, source).fragment() : source
  if (type !== kind || name === undefined)
    throw new TypeError(`not ${kind === 'function' ? 'a function' : `an ${kind}`}: ${name}`)
  return { name, inputs, outputs, signature: `${name}(${inputs.map(canonicalType).join(',')})` }
}

function canonicalType(parameter: AbiParameter): string {
  if (!parameter.type.startsWith('tuple')) return parameter.type
  const members = (parameter.components ?? []).map(canonicalType).join(',')
  return `(${members})${parameter.type.slice('tuple'.length)}`
}

const TOKEN = /\s*([A-Za-z_$][\w$]*|\[\d*\]|[(),]|\S)/y
const MODIFIERS = new Set([
  'view',
  'pure',
  'payable',
  'nonpayable',
  'external',
  'public',
  'virtual',
  'override',
  'anonymous',
])
const LOCATIONS = new Set(['memory', 'calldata', 'storage', 'payable'])

/** Recursive descent over `function f(uint a, (address to, bytes data)[] calls) view returns (bool)`. */
class Parser {
  readonly #kind: Kind
  readonly #text: string
  readonly #tokens: string[] = []
  #at = 0

  constructor(kind: Kind, text: string) {
    this.#kind = kind
    this.#text = text
    TOKEN.lastIndex = 0
    for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) this.#tokens.push(match[1]!)
  }

  fragment(): AbiFragment {
    if (this.#peek() === this.#kind && this.#tokens[this.#at + 1] !== '(') this.#at++
    const name = this.#word()
    const inputs = this.#parameters()
    while (MODIFIERS.has(this.#peek() ?? '')) this.#at++
    let outputs: readonly AbiParameter[] = []
    if (this.#peek() === 'returns') {
      this.#at++
      outputs = this.#parameters()
    }
    if (this.#peek() !== undefined) throw this.#error()
    return { type: this.#kind, name, inputs, outputs }
  }

  #parameters(): AbiParameter[] {
    this.#expect('(')
    const parameters: AbiParameter[] = []
    while (this.#peek() !== ')') {
      if (parameters.length > 0) this.#expect(',')
      parameters.push(this.#parameter())
    }
    this.#at++
    return parameters
  }

  #parameter(): AbiParameter {
    let type = 'tuple'
    if (this.#peek() !== '(') type = this.#word()
    const components = type === 'tuple' ? this.#parameters() : undefined
    if (type === 'uint' || type === 'int') type += '256'
    while (this.#peek()?.startsWith('[')) type += this.#tokens[this.#at++]
    let indexed = false
    let name = ''
    for (let token = this.#peek(); token !== undefined && token !== ',' && token !== ')'; token = this.#peek()) {
      if (token === 'indexed') indexed = true
      else if (!LOCATIONS.has(token)) name = this.#wordOnce(name)
      this.#at++
    }
    return { name, type, ...(components && { components }), ...(indexed && { indexed }) }
  }

  #wordOnce(name: string): string {
    const token = this.#peek()
    if (name !== '' || token === undefined || !/^[A-Za-z_$]/.test(token)) throw this.#error()
    return token
  }

  #word(): string {
    const name = this.#wordOnce('')
    this.#at++
    return name
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  #expect(token: string): void {
    if (this.#peek() !== token) throw this.#error()
    this.#at++
  }

  #error(): TypeError {
    return new TypeError(`cannot read "${this.#text}" near "${this.#peek() ?? 'its end'}"`)
  }
}
