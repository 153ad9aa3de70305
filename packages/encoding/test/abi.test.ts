import { AbiCoder, Interface, ParamType } from 'ethers'
import fc from 'fast-check'
import { decodeAbiParameters, encodeAbiParameters, encodeEventTopics, parseAbi, parseAbiParameters } from 'viem'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type AbiValue,
  abiCodec,
  abiError,
  abiEvent,
  abiFunction,
  bigintToBytes,
  bytesToHex,
  concatBytes,
  type EthAddress,
  type Hex,
  hexToBytes,
  keccak256,
  utf8ToBytes,
} from '../src/index.ts'

interface Typed {
  readonly type: string
  readonly value: fc.Arbitrary<AbiValue>
}
const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((b): AbiValue => bytesToHex(b))
const bits = fc.integer({ min: 1, max: 32 }).map((n) => 8 * n)
const primitive: fc.Arbitrary<Typed> = fc.oneof(
  bits.map((n): Typed => ({ type: `uint${n}`, value: fc.bigInt({ min: 0n, max: 2n ** BigInt(n) - 1n }) })),
  bits.map(
    (n): Typed => ({
      type: `int${n}`,
      value: fc.bigInt({ min: -(2n ** BigInt(n - 1)), max: 2n ** BigInt(n - 1) - 1n }),
    }),
  ),
  fc
    .integer({ min: 1, max: 32 })
    .map((n): Typed => ({ type: `bytes${n}`, value: fc.uint8Array({ minLength: n, maxLength: n }) })),
  fc.constantFrom<Typed>(
    { type: 'address', value: address },
    { type: 'bool', value: fc.boolean() },
    { type: 'bytes', value: fc.uint8Array({ maxLength: 70 }) },
    { type: 'string', value: fc.string({ unit: 'binary', maxLength: 40 }) },
  ),
)
const { any } = fc.letrec<{ any: Typed }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    primitive,
    tie('any').map(({ type, value }): Typed => ({ type: `${type}[]`, value: fc.array(value, { maxLength: 3 }) })),
    fc.tuple(tie('any'), fc.integer({ min: 1, max: 3 })).map(
      ([{ type, value }, n]): Typed => ({
        type: `${type}[${n}]`,
        value: fc.array(value, { minLength: n, maxLength: n }),
      }),
    ),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map(
      (parts): Typed => ({
        type: `(${parts.map(({ type }) => type).join(',')})`,
        value: fc.tuple(...parts.map(({ value }) => value)),
      }),
    ),
  ),
}))
const signatureAndValues = fc
  .array(any, { maxLength: 4 })
  .chain((parts) => fc.tuple(fc.constant(parts.map(({ type }) => type)), fc.tuple(...parts.map(({ value }) => value))))

/** ethers and viem take bytes as hex. */
function hexed(value: AbiValue): unknown {
  if (value instanceof Uint8Array) return bytesToHex(value)
  return Array.isArray(value) ? value.map(hexed) : value
}

describe('values', () => {
  it('are encoded as by ethers and viem, and come back', () => {
    fc.assert(
      fc.property(signatureAndValues, ([types, values]) => {
        const codec = abiCodec(types.join(', ') as string)
        const ours = codec.encode(values)
        expect(bytesToHex(ours)).toBe(
          AbiCoder.defaultAbiCoder().encode(
            types.map((t) => ParamType.from(t)),
            values.map(hexed),
          ),
        )
        if (types.length > 0)
          expect(bytesToHex(ours)).toBe(
            encodeAbiParameters(parseAbiParameters(types.join(', ')) as [], values.map(hexed) as []),
          )
        const back = codec.decode(ours)
        expect(back.ok && back.value).toEqual(values)
      }),
      { seed: 11, numRuns: 500 },
    )
  })

  it('that decode are canonical, whatever bytes come in', () => {
    fc.assert(
      fc.property(
        signatureAndValues,
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 256 }),
        ([types, values], at, byte, noise) => {
          const codec = abiCodec(types.join(', ') as string)
          const spoilt = codec.encode(values)
          if (spoilt.length > 0) spoilt[at % spoilt.length] = byte
          for (const bytes of [spoilt, noise]) {
            const outcome = codec.decode(bytes)
            if (outcome.ok) expect(codec.encode(outcome.value)).toEqual(bytes)
            else expect(outcome.rejection.code).toBe('ENCODING_ABI_MALFORMED')
          }
        },
      ),
      { seed: 12, numRuns: 1000 },
    )
  })

  it('in named tuples are objects, and arrays are taken too', () => {
    const codec = abiCodec('(bytes32 path, (uint64 a, string b)[] items) packet, address to')
    const path = keccak256(utf8ToBytes('x'))
    const to: EthAddress = '0x00000000000000000000000000000000000000aa'
    const named = codec.encode([{ path, items: [{ a: 1n, b: 'é' }] }, to])
    expect(codec.encode([[path, [[1n, 'é']]], to])).toEqual(named)
    const back = codec.decode(named)
    expect(back.ok && back.value).toEqual([{ path, items: [{ a: 1n, b: 'é' }] }, to])
    const theirs = decodeAbiParameters(
      parseAbiParameters('(bytes32 path, (uint64 a, string b)[] items) packet, address to'),
      bytesToHex(named),
    )
    expect(theirs[0].items[0]).toEqual({ a: 1n, b: 'é' })
  })

  it('do not explode: nested arrays that share one tail are refused', () => {
    const word = (n: bigint) => bigintToBytes(n, 32)
    const shared = concatBytes(word(32n), word(2n), word(64n), word(64n), word(1n), word(7n))
    expect(abiCodec('uint256[][] a').decode(shared)).toMatchObject({
      ok: false,
      rejection: { code: 'ENCODING_ABI_MALFORMED' },
    })
    const huge = concatBytes(word(32n), word(2n ** 32n - 1n))
    expect(abiCodec('uint256[] a').decode(huge)).toMatchObject({ ok: false })
  })
})

describe('functions', () => {
  const transfer = abiFunction('function transfer(address to, uint256 amount) returns (bool)')
  const to: EthAddress = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'

  it('have the well-known selector and call data', () => {
    expect(transfer.selector).toBe('0xa9059cbb')
    const call = transfer.encode([to, 5n])
    expect(bytesToHex(call)).toBe(
      new Interface(['function transfer(address,uint256) returns (bool)']).encodeFunctionData('transfer', [to, 5n]),
    )
    expect(transfer.decodeArgs(call)).toEqual({ ok: true, value: [to, 5n] })
    expect(transfer.decodeResult(transfer.encodeResult([true]))).toEqual({ ok: true, value: [true] })
  })

  it('take bytes behind the arguments, but no other selector, short data or dirty words', () => {
    const call = transfer.encode([to, 5n])
    expect(transfer.decodeArgs(concatBytes(call, Uint8Array.of(1, 2)))).toMatchObject({ ok: true })
    for (const spoil of [0, 4]) {
      const bad = call.slice()
      bad[spoil] = 1
      expect(transfer.decodeArgs(bad)).toMatchObject({ ok: false, rejection: { code: 'ENCODING_ABI_MALFORMED' } })
    }
    expect(transfer.decodeArgs(call.subarray(0, -1))).toMatchObject({ ok: false })
    expect(transfer.decodeArgs(new Uint8Array(0))).toMatchObject({ ok: false })
    expect(transfer.decodeResult(bigintToBytes(2n, 32))).toMatchObject({ ok: false })
  })

  it('read views of larger buffers', () => {
    const call = transfer.encode([to, 5n])
    const framed = concatBytes(new Uint8Array(7), call, new Uint8Array(9))
    expect(transfer.decodeArgs(framed.subarray(7, 7 + call.length))).toEqual({ ok: true, value: [to, 5n] })
  })

  it('refuse values of the wrong type loudly', () => {
    expect(() => transfer.encode([to, -1n])).toThrow(RangeError)
    expect(() => transfer.encode(['0x12', 1n])).toThrow(RangeError)
    expect(() => transfer.encode([to] as never)).toThrow(TypeError)
    expect(() => abiFunction('function f(uint257 a)' as string)).toThrow(TypeError)
    expect(() => abiFunction('function f(uint a' as string)).toThrow(TypeError)
    expect(() => abiFunction('event f(uint a)' as string)).toThrow(TypeError)
  })

  it('know their types', () => {
    expectTypeOf(transfer.encode).parameter(0).toEqualTypeOf<readonly [EthAddress, bigint]>()
    const json = abiFunction({
      type: 'function',
      name: 'f',
      inputs: [
        {
          name: 'p',
          type: 'tuple[]',
          components: [
            { name: 'seq', type: 'uint64' },
            { name: 'data', type: 'bytes' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'bool' }],
    })
    expectTypeOf(json.encode)
      .parameter(0)
      .toEqualTypeOf<readonly [readonly { readonly seq: bigint; readonly data: Uint8Array }[]]>()
    expectTypeOf(json.encodeResult).parameter(0).toEqualTypeOf<readonly [boolean]>()
    expect(json.signature).toBe('f((uint64,bytes)[])')
  })
})

describe('events and errors', () => {
  const data = fc.record({
    from: fc.uint8Array({ minLength: 20, maxLength: 20 }).map(bytesToHex),
    name: fc.string(),
    list: fc.array(fc.bigInt({ min: 0n, max: 9n })),
    memo: fc.string(),
  })
  const text = 'event Sent(address indexed from, string indexed name, uint8[] indexed list, string memo)'

  it('are logged as by ethers and viem', () => {
    const event = abiEvent(text)
    // neither of them encodes an indexed array: that topic is checked by hand
    const plain = 'event Sent(address indexed from, string indexed name, string memo)'
    const iface = new Interface([plain])
    fc.assert(
      fc.property(data, ({ from, name, list, memo }) => {
        const ours = event.encode([from, name, list, memo])
        const theirs = iface.encodeEventLog('Sent', [from, name, memo])
        expect(ours.topics.slice(1, 3)).toEqual(theirs.topics.slice(1, 3))
        expect(bytesToHex(ours.data)).toBe(theirs.data)
        expect(ours.topics[3]).toBe(bytesToHex(keccak256(concatBytes(...list.map((n) => bigintToBytes(n, 32))))))
        const viems = encodeEventTopics({
          abi: parseAbi([plain]),
          args: { from, name },
        })
        expect(viems.slice(1)).toEqual(ours.topics.slice(1, 3))
        const back = event.decode(ours)
        expect(back.ok && back.value).toEqual([
          from,
          hexToBytes(ours.topics[1 + 1]!),
          hexToBytes(ours.topics[3]!),
          memo,
        ])
      }),
      { seed: 13, numRuns: 50 },
    )
  })

  it('of ERC-20 have the well-known topic; other logs are refused', () => {
    const event = abiEvent('event Transfer(address indexed from, address indexed to, uint256 value)')
    expect(event.topic0).toBe('0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef')
    const zero: Hex = `0x${'00'.repeat(20)}`
    const log = event.encode([zero, zero, 1n])
    expect(event.decode(log)).toEqual({ ok: true, value: [zero, zero, 1n] })
    expect(event.decode({ ...log, topics: log.topics.slice(1) })).toMatchObject({ ok: false })
    expect(event.decode({ ...log, topics: log.topics.slice(0, 2) })).toMatchObject({ ok: false })
    expect(event.decode({ ...log, data: new Uint8Array(31) })).toMatchObject({ ok: false })
  })

  it('errors carry their selector', () => {
    const error = abiError('error Error(string reason)')
    expect(error.selector).toBe('0x08c379a0')
    expect(error.decode(error.encode(['no']))).toEqual({ ok: true, value: ['no'] })
  })
})
