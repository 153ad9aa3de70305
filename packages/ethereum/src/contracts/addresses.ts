import { type ContractName, contractNames } from '@pegzone/contracts'
import { type EthAddress, keccak256, toHex, utf8ToBytes } from '@pegzone/encoding'

/** No account: sender of a mint, receiver of a burn. */
export const ZERO_ADDRESS: EthAddress = `0x${'0'.repeat(40)}`

/** The last 20 bytes of keccak256('pegzone/' + name): the same on every world. */
function addressOf(name: ContractName): EthAddress {
  return `0x${toHex(keccak256(utf8ToBytes(`pegzone/${name}`)).subarray(12))}`
}

/** Where the built-in contracts live, lower-case. */
export const contractAddresses = Object.fromEntries(contractNames.map((name) => [name, addressOf(name)])) as Readonly<
  Record<ContractName, EthAddress>
>
