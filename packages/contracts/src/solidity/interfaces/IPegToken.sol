// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20Errors} from "./IERC20Errors.sol";

/// @notice DAI, IXO and IXOS: ERC-20 with metadata, permits (EIP-2612), a readable domain (EIP-5267), and one minter.
/// @dev 18 decimals. Supply stays below 2^120; allowances and permit values are full uint256, and an allowance of
/// 2^256 - 1 is never used up.
interface IPegToken is IERC20Errors {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    /// @dev EIP-5267. Declared for completeness: the domain of these tokens never changes.
    event EIP712DomainChanged();

    /// @notice Only `minter()` may mint and burn.
    error PegTokenUnauthorizedMinter(address caller);
    /// @notice The supply would reach 2^120.
    error PegTokenSupplyExceeded(uint256 supply);

    function name() external view returns (string memory);
    function symbol() external view returns (string memory);
    function decimals() external view returns (uint8);
    function totalSupply() external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
    function transfer(address to, uint256 value) external returns (bool);
    function approve(address spender, uint256 value) external returns (bool);
    function transferFrom(address from, address to, uint256 value) external returns (bool);

    /// @param deadline Unix seconds; a block whose time is later refuses the permit.
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external;
    function nonces(address owner) external view returns (uint256);
    function DOMAIN_SEPARATOR() external view returns (bytes32);
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        );
    function supportsInterface(bytes4 interfaceId) external view returns (bool);

    /// @notice Who may mint and burn: the market maker for IXO, the brokerage for IXOS, nobody (zero) for DAI.
    function minter() external view returns (address);
    function mint(address to, uint256 value) external;
    function burn(address from, uint256 value) external;
}
