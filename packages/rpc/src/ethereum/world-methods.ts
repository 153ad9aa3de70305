import type { RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { invalidParams } from './errors.ts'
import { boolParam, countParam, isMissing, isObject, positional, quantityParam } from './params.ts'

const MAX_BLOCKS_AT_ONCE = 100_000

/** evm_* as hardhat and anvil know them. Only what the host has a hook for is in the table. */
export function worldMethods({ hooks = {} }: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const { mine, getAutomine, setAutomine, setIntervalMining, increaseTime, setNextBlockTimestamp } = hooks
  const { snapshot, revert } = hooks
  const table: Record<string, RpcMethod> = {}
  if (mine !== undefined) {
    /** No argument, a timestamp, or `{ blocks, timestamp }`. */
    table['evm_mine'] = async (params) => {
      const [options] = positional(params)
      const fields = isObject(options) ? options : { timestamp: options }
      await mine(blocksParam(fields['blocks']), timestampParam(fields['timestamp']))
      return '0x0'
    }
    table['anvil_mine'] = table['hardhat_mine'] = async (params) => {
      await mine(blocksParam(positional(params)[0]))
      return null
    }
  }
  if (getAutomine !== undefined) table['anvil_getAutomine'] = table['hardhat_getAutomine'] = () => getAutomine()
  if (setAutomine !== undefined) {
    table['evm_setAutomine'] = async (params) => {
      await setAutomine(boolParam(positional(params)[0], '0'))
      return true
    }
  }
  if (setIntervalMining !== undefined) {
    /** Seconds, as anvil (hardhat: milliseconds). */
    table['evm_setIntervalMining'] = async (params) => {
      await setIntervalMining(countParam(positional(params)[0], '0'))
      return true
    }
  }
  if (increaseTime !== undefined) {
    table['evm_increaseTime'] = async (params) => Number(await increaseTime(quantityParam(positional(params)[0], '0')))
  }
  if (setNextBlockTimestamp !== undefined) {
    table['evm_setNextBlockTimestamp'] = async (params) => {
      await setNextBlockTimestamp(quantityParam(positional(params)[0], '0'))
      return null
    }
  }
  if (snapshot !== undefined) table['evm_snapshot'] = () => snapshot()
  if (revert !== undefined) {
    table['evm_revert'] = (params) => {
      const [id] = positional(params)
      return revert(`0x${quantityParam(id, '0').toString(16)}`)
    }
  }
  return table
}

function blocksParam(value: unknown): number {
  if (isMissing(value)) return 1
  const blocks = countParam(value, 'blocks')
  if (blocks > MAX_BLOCKS_AT_ONCE) throw invalidParams(`at most ${MAX_BLOCKS_AT_ONCE} blocks at once`)
  return blocks
}

function timestampParam(value: unknown): bigint | undefined {
  return isMissing(value) ? undefined : quantityParam(value, 'timestamp')
}
