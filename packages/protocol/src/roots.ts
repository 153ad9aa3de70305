/**
 * floor(√n), exact. Throws RangeError for n < 0.
 * A float64 guess only seeds Newton; one step from any positive seed is at or above the floor, and the comparison with n
 * decides, so the result does not depend on the float.
 */
export function isqrt(n: bigint): bigint {
  if (n <= 0n) return zeroOrThrow(n)
  const guess = Math.sqrt(Number(n))
  const seed = guess < Number.POSITIVE_INFINITY ? BigInt(Math.ceil(guess)) : powerOfTwoAbove(n, 2)
  let r = (seed + n / seed) >> 1n
  while (r * r > n) r = (r + n / r) >> 1n
  return r
}

/** floor(n^(1/k)), exact. n ≥ 0, k a positive integer. Throws RangeError otherwise. */
export function irootFloor(n: bigint, k: number): bigint {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`no root of order ${k}`)
  if (k === 1) return n < 0n ? zeroOrThrow(n) : n
  if (k === 2) return isqrt(n)
  if (n <= 0n) return zeroOrThrow(n)
  const degree = BigInt(k)
  const less = degree - 1n
  const guess = Number(n) ** (1 / k)
  let r = guess < Number.POSITIVE_INFINITY ? BigInt(Math.ceil(guess)) : powerOfTwoAbove(n, k)
  do r = (less * r + n / power(r, k - 1)) / degree
  while (power(r, k) > n)
  return r
}

/** ceil(n^(1/k)), exact. n ≥ 0, k a positive integer. Throws RangeError otherwise. */
export function irootCeil(n: bigint, k: number): bigint {
  const r = irootFloor(n, k)
  return power(r, k) === n ? r : r + 1n
}

/** x^k for a small k ≥ 0; spelled out because `**` costs more than the product for the exponents of a curve. */
export function power(x: bigint, k: number): bigint {
  switch (k) {
    case 0:
      return 1n
    case 1:
      return x
    case 2:
      return x * x
    case 3:
      return x * x * x
    default:
      return x ** BigInt(k)
  }
}

/** A power of two ≥ n^(1/k), for n beyond float64. */
function powerOfTwoAbove(n: bigint, k: number): bigint {
  const bits = n.toString(16).length * 4
  return 1n << BigInt(Math.ceil(bits / k))
}

function zeroOrThrow(n: bigint): bigint {
  if (n < 0n) throw new RangeError(`no root of the negative number ${n}`)
  return 0n
}
