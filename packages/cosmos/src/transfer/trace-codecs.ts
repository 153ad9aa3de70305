import { BinaryReader, BinaryWriter } from 'cosmjs-types/binary'
import { PageRequest, PageResponse } from 'cosmjs-types/cosmos/base/query/v1beta1/pagination'
import { DenomTrace } from 'cosmjs-types/ibc/applications/transfer/v1/denomtrace'

/** DenomTrace and DenomTraces of ibc-go up to v8, which cosmjs-types 0.11 has dropped and wallets still ask for. */
export const denomTraceRequest = {
  decode(bytes: Uint8Array): { readonly hash: string } {
    let hash = ''
    eachField(bytes, (field, reader) => {
      if (field === 1) hash = reader.string()
      else return false
      return true
    })
    return { hash }
  },
}

export const denomTraceResponse = {
  encode({ denomTrace }: { readonly denomTrace: DenomTrace }): BinaryWriter {
    return new BinaryWriter().uint32(10).bytes(DenomTrace.encode(denomTrace).finish())
  },
}

export const denomTracesRequest = {
  decode(bytes: Uint8Array): { readonly pagination?: PageRequest } {
    let pagination: PageRequest | undefined
    eachField(bytes, (field, reader) => {
      if (field === 1) pagination = PageRequest.decode(reader.bytes())
      else return false
      return true
    })
    return pagination === undefined ? {} : { pagination }
  },
}

export const denomTracesResponse = {
  encode(answer: { readonly denomTraces: readonly DenomTrace[]; readonly pagination: PageResponse }): BinaryWriter {
    const writer = new BinaryWriter()
    for (const trace of answer.denomTraces) writer.uint32(10).bytes(DenomTrace.encode(trace).finish())
    return writer.uint32(18).bytes(PageResponse.encode(answer.pagination).finish())
  },
}

function eachField(bytes: Uint8Array, take: (field: number, reader: BinaryReader) => boolean): void {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (!take(tag >>> 3, reader)) reader.skipType(tag & 7)
  }
}
