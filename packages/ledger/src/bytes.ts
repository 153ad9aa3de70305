const initialCapacity = 1 << 12

/** Above this a length takes five bytes: the mark, then four. */
const longLength = 0xff

/** A growing byte buffer. What codecs write into; nothing here allocates per value. */
export class ByteWriter {
  buffer = Buffer.allocUnsafeSlow(initialCapacity)
  data = new DataView(this.buffer.buffer)
  size = 0

  /** Makes room for `count` more bytes and returns where they start. */
  reserve(count: number): number {
    const start = this.size
    const end = start + count
    if (end > this.buffer.length) this.#grow(end)
    this.size = end
    return start
  }

  u8(value: number): void {
    const at = this.reserve(1)
    this.buffer[at] = value
  }

  /** 0 ≤ value < 2^32, big-endian. */
  u32(value: number): void {
    const at = this.reserve(4)
    this.data.setUint32(at, value)
  }

  /** 0 ≤ value < 2^64, big-endian. */
  u64(value: bigint): void {
    const at = this.reserve(8)
    this.data.setBigUint64(at, value)
  }

  /** A length in one byte, or five from 255 on. */
  length(value: number): void {
    const long = value >= longLength
    this.u8(long ? longLength : value)
    if (long) this.u32(value)
  }

  bytes(value: Uint8Array): void {
    const at = this.reserve(value.length)
    this.buffer.set(value, at)
  }

  /** A byte string (every char < 256). */
  latin1(value: string): void {
    const at = this.reserve(value.length)
    this.buffer.write(value, at, 'latin1')
  }

  utf8(value: string): void {
    const at = this.size
    this.reserve(value.length * 3)
    this.size = at + this.buffer.write(value, at, 'utf8')
  }

  /**
   * Writes the length of what `write` appends, then that: 0 stands for nothing at all, n + 1 for n bytes.
   * Readers use `ByteReader.sized`.
   */
  sized<V>(value: V | undefined, write: (value: V, out: ByteWriter) => void): void {
    const at = this.reserve(1)
    if (value === undefined) {
      this.buffer[at] = 0
      return
    }
    write(value, this)
    const length = this.size - at - 1
    if (length + 1 < longLength) {
      this.buffer[at] = length + 1
      return
    }
    this.reserve(4)
    this.buffer.copyWithin(at + 5, at + 1, at + 1 + length)
    this.buffer[at] = longLength
    this.data.setUint32(at + 1, length + 1)
  }

  /** A copy of what was written from `start` on. */
  copy(start = 0): Uint8Array {
    const out = Buffer.allocUnsafeSlow(this.size - start)
    this.buffer.copy(out, 0, start, this.size)
    return out
  }

  #grow(needed: number): void {
    const bigger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2))
    this.buffer.copy(bigger, 0, 0, this.size)
    this.buffer = bigger
    this.data = new DataView(bigger.buffer)
  }
}

/** Reads what `ByteWriter` wrote. Throws a RangeError past the end: the bytes are not what they should be. */
export class ByteReader {
  readonly buffer: Buffer
  readonly #data: DataView
  offset = 0

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.offset >= this.buffer.length
  }

  u8(): number {
    return this.#data.getUint8(this.#take(1))
  }

  u32(): number {
    return this.#data.getUint32(this.#take(4))
  }

  u64(): bigint {
    return this.#data.getBigUint64(this.#take(8))
  }

  length(): number {
    const short = this.u8()
    return short < longLength ? short : this.u32()
  }

  /** A view into the buffer, not a copy. */
  bytes(count: number): Uint8Array {
    const at = this.#take(count)
    return this.buffer.subarray(at, at + count)
  }

  latin1(count: number): string {
    const at = this.#take(count)
    return this.buffer.toString('latin1', at, at + count)
  }

  utf8(count: number): string {
    const at = this.#take(count)
    return this.buffer.toString('utf8', at, at + count)
  }

  /** Counterpart of `ByteWriter.sized`. */
  sized(): Uint8Array | undefined {
    const length = this.length()
    return length === 0 ? undefined : this.bytes(length - 1)
  }

  /** Passes over what `sized` would read. */
  skipSized(): void {
    const length = this.length()
    if (length > 1) this.#take(length - 1)
  }

  #take(count: number): number {
    const at = this.offset
    const end = at + count
    if (end > this.buffer.length) throw new RangeError(`${count} bytes wanted at ${at} of ${this.buffer.length}`)
    this.offset = end
    return at
  }
}

/** What `ByteWriter.sized` wrote at that offset, as a view. */
export function sizedAt(bytes: Uint8Array, offset: number): Uint8Array | undefined {
  const short = bytes[offset]!
  if (short === 0) return undefined
  if (short < longLength) return bytes.subarray(offset + 1, offset + short)
  const reader = new ByteReader(bytes)
  reader.offset = offset
  return reader.sized()
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}
