import { WAD, type Wad } from '../wad.ts'

/** The books that claims are counted from, IXO base units (protocol: one set of books per lane; this is the IXO lane). */
export interface ClaimBooks {
  /** S: issued by the curve. */
  readonly supply: bigint
  /** D: minted unbacked by the capped facility. */
  readonly facilityDebt: bigint
  /** Z: retired on Ethereum without a pay-out. */
  readonly retired: bigint
  /** K: locked in the escrow of the bridge. */
  readonly escrow: bigint
  /** c: voucher supply on Cosmos. */
  readonly circulating: bigint
  /** F: in packets of both directions, sent and not settled. */
  readonly inFlight: bigint
  /** W: the part of S that lives on Cosmos, signed; 0 before spin-down. */
  readonly abroad: bigint
}

/** U = c + F − K − W: claims without a locked twin. Signed. */
export function unbackedClaims({ circulating, inFlight, escrow, abroad }: ClaimBooks): bigint {
  return circulating + inFlight - escrow - abroad
}

/** Q = S + D − Z + U: everything that can ask the curve for DAI. */
export function totalClaims(books: ClaimBooks): bigint {
  return books.supply + books.facilityDebt - books.retired + unbackedClaims(books)
}

/** b1 = K/(c + F): how far one cIXO redeems for one IXO. Rounds down; undefined when nothing is claimed. */
export function representationBacking({ escrow, circulating, inFlight }: ClaimBooks): Wad | undefined {
  const claimed = circulating + inFlight
  return claimed <= 0n ? undefined : (((escrow * WAD) / claimed) as Wad)
}

/** b2 = R/(p*·(S + D − Z)): how far one IXO redeems for p* DAI. Rounds down; undefined when nothing is outstanding or p* is 0. */
export function valueBacking(reserve: bigint, target: Wad, books: ClaimBooks): Wad | undefined {
  return ratio(reserve, target, books.supply + books.facilityDebt - books.retired)
}

/** beta = (R + B)/(p*·Q), B the DAI and cDAI of the buffer. Valid for kappa 1, or p* the mean price. Rounds down; undefined without claims. */
export function totalBacking(reserve: bigint, buffer: bigint, target: Wad, books: ClaimBooks): Wad | undefined {
  return ratio(reserve + buffer, target, totalClaims(books))
}

/** R/S: the mean price, one of the choices of p*. Rounds down; undefined at S = 0. */
export function meanPrice(reserve: bigint, supply: bigint): Wad | undefined {
  return supply <= 0n ? undefined : (((reserve * WAD) / supply) as Wad)
}

function ratio(assets: bigint, target: Wad, claims: bigint): Wad | undefined {
  return claims <= 0n || target <= 0n ? undefined : (((assets * WAD * WAD) / (target * claims)) as Wad)
}
