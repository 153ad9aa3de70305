import { marketMakerAbi } from '@pegzone/contracts'
import { emitter } from '../codecs.ts'

export const emitBought = emitter(marketMakerAbi, 'Bought')
export const emitSold = emitter(marketMakerAbi, 'Sold')
export const emitAnchored = emitter(marketMakerAbi, 'Anchored')
export const emitExitTaxChanged = emitter(marketMakerAbi, 'ExitTaxChanged')
