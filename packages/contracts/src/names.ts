/** The built-in contracts, in the order in which listings show them. */
export const contractNames = ['DAI', 'IXO', 'IXOS', 'MarketMaker', 'Brokerage', 'PegBridge'] as const

export type ContractName = (typeof contractNames)[number]
