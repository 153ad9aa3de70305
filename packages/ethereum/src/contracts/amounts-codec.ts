import { amountCodec, type Codec, list } from '@pegzone/ledger'

/** An object of amounts (bigint ≥ 0) with these fields, in this order; names are not stored. */
export function amountsCodec<const F extends string>(...fields: readonly F[]): Codec<Readonly<Record<F, bigint>>> {
  const values = list(amountCodec)
  return {
    encode: (amounts) => values.encode(fields.map((field) => amounts[field])),
    decode(bytes) {
      const decoded = values.decode(bytes)
      return Object.fromEntries(fields.map((field, i) => [field, decoded[i]])) as Readonly<Record<F, bigint>>
    },
  }
}
