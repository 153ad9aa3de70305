import type { AbiParameter } from './fragment.ts'
import { primitiveCodec } from './primitive.ts'
import { AbiFault, type Codec, readLength } from './value.ts'

/** The codec of a parameter type. Throws TypeError on an unknown one. */
export function codecOf(parameter: AbiParameter): Codec {
  const array = /^(.*)\[(\d*)\]$/.exec(parameter.type)
  if (array !== null) {
    const element = codecOf({ ...parameter, type: array[1]! })
    return array[2] === '' ? dynamicArray(element) : fixedArray(element, Number(array[2]))
  }
  if (parameter.type === 'tuple') return objectCodec(parameter.components ?? [])
  return primitiveCodec(parameter.type)
}

/** Values one after another, heads first, as in calldata: an array of values in and out. */
export function sequenceCodec(codecs: readonly Codec[]): Codec {
  return compose(
    codecs,
    (value) => value as readonly unknown[],
    (values) => values,
  )
}

/** A tuple: an object by member name, or an array if a member has no name. Encoding takes both. */
function objectCodec(components: readonly AbiParameter[]): Codec {
  if (components.length === 0) throw new TypeError('an empty tuple has no encoding')
  const names = components.map(({ name }) => name ?? '')
  const named = new Set(names).size === names.length && !names.includes('')
  const take = (value: unknown): readonly unknown[] => {
    if (Array.isArray(value)) return value
    const object = value as Readonly<Record<string, unknown>>
    return names.map((name) => object[name])
  }
  const give = (values: readonly unknown[]): unknown => {
    if (!named) return values
    const object: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) object[names[i]!] = values[i]
    return object
  }
  return compose(components.map(codecOf), take, give)
}

function fixedArray(element: Codec, length: number): Codec {
  if (!(length >= 1 && length <= 0xffff)) throw new TypeError(`an array of ${length} elements is not supported`)
  return compose(
    new Array<Codec>(length).fill(element),
    (value) => value as readonly unknown[],
    (values) => values,
  )
}

function compose(
  codecs: readonly Codec[],
  take: (value: unknown) => readonly unknown[],
  give: (values: readonly unknown[]) => unknown,
): Codec {
  const dynamic = codecs.some((codec) => codec.dynamic)
  const headSize = codecs.reduce((sum, codec) => sum + codec.size, 0)
  const count = codecs.length
  const checked = (value: unknown) => {
    const values = take(value)
    if (values.length !== count) throw new TypeError(`expected ${count} values, not ${values.length}`)
    return values
  }
  return {
    dynamic,
    size: dynamic ? 32 : headSize,
    measure(value) {
      if (!dynamic) return headSize
      const values = checked(value)
      let size = headSize
      for (let i = 0; i < count; i++) if (codecs[i]!.dynamic) size += codecs[i]!.measure(values[i])
      return size
    },
    write(out, at, value) {
      const values = checked(value)
      let head = at
      let tail = at + headSize
      for (let i = 0; i < count; i++) {
        const codec = codecs[i]!
        if (codec.dynamic) {
          out.setUint32(head + 28, tail - at)
          head += 32
          tail = codec.write(out, tail, values[i])
        } else {
          head = codec.write(out, head, values[i])
        }
      }
      return tail
    },
    read(from) {
      const start = from.at
      if (from.end - start < headSize) throw new AbiFault('data too short')
      let tail = start + headSize
      const values = new Array<unknown>(count)
      let head = start
      for (let i = 0; i < count; i++) {
        const codec = codecs[i]!
        from.at = head
        if (codec.dynamic) {
          const offset = readLength(from, 'offset')
          head = from.at
          if (offset !== tail - start) throw new AbiFault('offset does not point behind the part before')
          from.at = tail
          values[i] = codec.read(from)
          tail = from.at
        } else {
          values[i] = codec.read(from)
          head = from.at
        }
      }
      from.at = tail
      return give(values)
    },
    measureInPlace: (value) => checked(value).reduce<number>((sum, v, i) => sum + codecs[i]!.measureInPlace(v), 0),
    writeInPlace: (out, at, value) =>
      checked(value).reduce<number>((next, v, i) => codecs[i]!.writeInPlace(out, next, v), at),
  }
}

/** Length, then the elements as a sequence. */
function dynamicArray(element: Codec): Codec {
  const { dynamic, size } = element
  return {
    dynamic: true,
    size: 32,
    measure(value) {
      const values = value as readonly unknown[]
      if (!dynamic) return 32 + size * values.length
      let total = 32 + 32 * values.length
      for (const v of values) total += element.measure(v)
      return total
    },
    write(out, at, value) {
      const values = value as readonly unknown[]
      out.setUint32(at + 28, values.length)
      const start = at + 32
      if (!dynamic) {
        let next = start
        for (const v of values) next = element.write(out, next, v)
        return next
      }
      let head = start + 28
      let tail = start + 32 * values.length
      for (const v of values) {
        out.setUint32(head, tail - start)
        head += 32
        tail = element.write(out, tail, v)
      }
      return tail
    },
    read(from) {
      const length = readLength(from, 'array length')
      const start = from.at
      if (length * size > from.end - start) throw new AbiFault('array longer than the data')
      const values = new Array<unknown>(length)
      if (!dynamic) {
        for (let i = 0; i < length; i++) values[i] = element.read(from)
        return values
      }
      let tail = start + 32 * length
      for (let i = 0; i < length; i++) {
        from.at = start + 32 * i
        if (readLength(from, 'offset') !== tail - start)
          throw new AbiFault('offset does not point behind the part before')
        from.at = tail
        values[i] = element.read(from)
        tail = from.at
      }
      from.at = tail
      return values
    },
    measureInPlace: (value) =>
      (value as readonly unknown[]).reduce<number>((sum, v) => sum + element.measureInPlace(v), 0),
    writeInPlace: (out, at, value) =>
      (value as readonly unknown[]).reduce<number>((next, v) => element.writeInPlace(out, next, v), at),
  }
}
