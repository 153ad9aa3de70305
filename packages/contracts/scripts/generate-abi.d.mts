/** Interface name → JSON ABI. */
export function compileInterfaces(): Record<string, readonly object[]>
export function renderAbi(abis: Record<string, readonly object[]>): string
