import { concatBytes, hexToBytes, keccak256, utf8ToBytes } from '@pegzone/encoding'

/**
 * The code of a minimal ERC-20 for an EVM, assembled here so that no compiler is needed: `balanceOf` and `transfer` with
 * the balance check, the two storage writes and the Transfer event that OpenZeppelin's has, at Solidity's mapping slots.
 * It leaves out allowances and the zero-address checks, so it is a little cheaper than a compiled one.
 */
export function tinyTokenInit(): Uint8Array {
  // biome-ignore format: a step a line
  const mint = assemble([
    op.caller, push(0), op.mstore,
    push(10n ** 30n), push(64), push(0), op.keccak256, op.sstore,
  ])
  const code = runtime()
  // CODECOPY(0, start of the runtime, length), RETURN(0, length): the tail is 12 bytes itself.
  const start = mint.length + 12
  const tail = assemble([push(code.length, 2), op.dup1, push(start), push(0), op.codecopy, push(0), op.return])
  if (tail.length !== 12) throw new Error(`the tail has ${tail.length} bytes`)
  return concatBytes(mint, tail, code)
}

// biome-ignore format: a table
const op = {
  add: 0x01, sub: 0x03, lt: 0x10, eq: 0x14, shr: 0x1c, keccak256: 0x20, caller: 0x33, calldataload: 0x35, codecopy: 0x39,
  mstore: 0x52, sload: 0x54, sstore: 0x55, jumpi: 0x57, jumpdest: 0x5b,
  dup1: 0x80, dup3: 0x82, swap1: 0x90, swap2: 0x91, log3: 0xa3, return: 0xf3, revert: 0xfd,
} as const

type Piece = number | Uint8Array | { readonly to: string } | { readonly label: string }

function runtime(): Uint8Array {
  // biome-ignore format: a step a line
  return assemble([
    push(0), op.calldataload, push(0xe0), op.shr,
    op.dup1, push(0x70a08231), op.eq, { to: 'balanceOf' }, op.jumpi,
    push(0xa9059cbb), op.eq, { to: 'transfer' }, op.jumpi,
    { label: 'fail' }, push(0), push(0), op.revert,

    { label: 'balanceOf' },
    push(4), op.calldataload, push(0), op.mstore, push(64), push(0), op.keccak256, op.sload,
    push(0), op.mstore, push(32), push(0), op.return,

    { label: 'transfer' },
    op.caller, push(0), op.mstore, push(64), push(0), op.keccak256, // slot of the sender
    op.dup1, op.sload, push(36), op.calldataload, // slot, balance, amount
    op.dup1, op.dup3, op.lt, { to: 'fail' }, op.jumpi,
    op.dup1, op.swap2, op.sub, // slot, amount, balance - amount
    op.swap1, op.swap2, op.sstore, // amount
    push(4), op.calldataload, push(0), op.mstore, push(64), push(0), op.keccak256, // amount, slot of the receiver
    op.dup1, op.sload, op.dup3, op.add, op.swap1, op.sstore, // amount
    push(0), op.mstore,
    push(4), op.calldataload, op.caller, pushBytes(transferTopic), push(32), push(0), op.log3,
    push(1), push(0), op.mstore, push(32), push(0), op.return,
  ])
}

const transferTopic = keccak256(utf8ToBytes('Transfer(address,address,uint256)'))

/** Bytes of the pieces; a `to` becomes the PUSH2 of where its label's JUMPDEST is. */
function assemble(pieces: readonly Piece[]): Uint8Array {
  const labels = new Map<string, number>()
  let at = 0
  for (const piece of pieces) {
    if (typeof piece === 'object' && 'label' in piece) labels.set(piece.label, at)
    at += size(piece)
  }
  return concatBytes(
    ...pieces.map((piece) => {
      if (typeof piece === 'number') return Uint8Array.of(piece)
      if (piece instanceof Uint8Array) return piece
      if ('label' in piece) return Uint8Array.of(op.jumpdest)
      return push(labels.get(piece.to) ?? 0, 2)
    }),
  )
}

function size(piece: Piece): number {
  if (piece instanceof Uint8Array) return piece.length
  return typeof piece === 'object' && 'to' in piece ? 3 : 1
}

function push(value: number | bigint, width?: number): Uint8Array {
  const hex = value.toString(16)
  const digits = (width ?? Math.max(1, Math.ceil(hex.length / 2))) * 2
  return pushBytes(hexToBytes(`0x${hex.padStart(digits, '0')}`))
}

function pushBytes(bytes: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x5f + bytes.length), bytes)
}
