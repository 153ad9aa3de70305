import { equalBytes } from '@pegzone/encoding'
import type { CallRequest } from '@pegzone/ethereum'
import { invalidParams, serverError } from './errors.ts'
import { addressParam, bytesParam, isMissing, isObject, quantityParam } from './params.ts'

/**
 * The transaction object of eth_call, eth_estimateGas and eth_sendTransaction. `input` and `data` may both be there when
 * they agree; `chainId` must be ours.
 */
export function callRequestParam(value: unknown, chainId: bigint): CallRequest {
  const fields = transactionObject(value)
  const has = (name: string) => !isMissing(fields[name])
  if (has('chainId')) {
    const have = quantityParam(fields['chainId'], 'chainId')
    if (have !== chainId) throw serverError(`chainId does not match node's (have=${have}, want=${chainId})`)
  }
  if (has('gasPrice') && (has('maxFeePerGas') || has('maxPriorityFeePerGas'))) {
    throw invalidParams('both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified')
  }
  const data = dataOf(fields)
  const feeCap = has('gasPrice') ? 'gasPrice' : 'maxFeePerGas'
  return {
    ...(has('from') ? { from: addressParam(fields['from'], 'from') } : {}),
    ...(has('to') ? { to: addressParam(fields['to'], 'to') } : {}),
    ...(data === undefined ? {} : { data }),
    ...(has('value') ? { value: quantityParam(fields['value'], 'value') } : {}),
    ...(has('gas') ? { gas: quantityParam(fields['gas'], 'gas') } : {}),
    ...(has(feeCap) ? { feeCap: quantityParam(fields[feeCap], feeCap) } : {}),
  }
}

export function transactionObject(value: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw invalidParams('missing value for required argument 0')
  return value
}

function dataOf(fields: Readonly<Record<string, unknown>>): Uint8Array | undefined {
  const [input, data] = ['input', 'data'].map((name) =>
    isMissing(fields[name]) ? undefined : bytesParam(fields[name], name),
  )
  if (input !== undefined && data !== undefined && !equalBytes(input, data)) {
    throw invalidParams(
      'both "data" and "input" are set and not equal. Please use "input" to pass transaction call data',
    )
  }
  return input ?? data
}
