import { afterPrefix } from './index-entries.ts'

/** A change of the database, made by the keyspace it belongs to. Keys are byte strings: every char < 256. */
export type WriteOp =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: string }

export interface WriteOptions {
  /** Wait until the operating system has it on disk: survives a power cut, not only the death of the process. */
  readonly sync?: boolean
}

export interface RangeOptions {
  readonly gte?: string
  readonly lt?: string
  readonly reverse?: boolean
  readonly limit?: number
}

/** One part of a database, with keys of its own. */
export interface Keyspace {
  readonly name: string
  get(key: string): Promise<Uint8Array | undefined>
  /** In key order, as the keyspace was when the walk began. */
  range(options?: RangeOptions): AsyncIterable<readonly [key: string, value: Uint8Array]>
  put(key: string, value: Uint8Array): WriteOp
  del(key: string): WriteOp
  write(ops: readonly WriteOp[], options?: WriteOptions): Promise<void>
}

/** What one data directory holds: several keyspaces, written together or not at all. */
export interface Database {
  keyspace(name: string): Keyspace
  /** Atomic, whatever keyspaces the changes belong to. */
  write(ops: readonly WriteOp[], options?: WriteOptions): Promise<void>
  close(): Promise<void>
}

/** A sorted byte store: what a database is made of. */
export interface RawStore {
  get(key: string): Promise<Uint8Array | undefined>
  range(options: RangeOptions): AsyncIterable<readonly [key: string, value: Uint8Array]>
  write(ops: readonly WriteOp[], options: WriteOptions): Promise<void>
  close(): Promise<void>
}

const nameRule = /^[a-z0-9/-]{1,32}$/

/** Splits one store into keyspaces by key prefix. */
export function databaseOf(store: RawStore): Database {
  const write: Database['write'] = (ops, options = {}) => store.write(ops, options)
  return {
    write,
    close: () => store.close(),
    keyspace(name) {
      if (!nameRule.test(name)) throw new Error(`a keyspace is named by a-z, 0-9, / and -, at most 32: ${name}`)
      const prefix = `${name}\0`
      return {
        name,
        get: (key) => store.get(prefix + key),
        put: (key, value) => ({ type: 'put', key: prefix + key, value }),
        del: (key) => ({ type: 'del', key: prefix + key }),
        write,
        async *range({ gte = '', lt, ...rest } = {}) {
          const bounds = { gte: prefix + gte, lt: lt === undefined ? afterPrefix(prefix)! : prefix + lt }
          for await (const [key, value] of store.range({ ...bounds, ...rest }))
            yield [key.slice(prefix.length), value] as const
        },
      }
    },
  }
}
