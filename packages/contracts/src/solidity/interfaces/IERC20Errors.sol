// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice ERC-6093 errors of an ERC-20 token, and those of EIP-2612 permits as OpenZeppelin names them.
interface IERC20Errors {
    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    error ERC20InvalidSender(address sender);
    error ERC20InvalidReceiver(address receiver);
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    error ERC20InvalidApprover(address approver);
    error ERC20InvalidSpender(address spender);

    /// @notice The permit was to be used until `deadline` (Unix seconds).
    error ERC2612ExpiredSignature(uint256 deadline);
    /// @notice The permit was signed by `signer`, not by `owner`.
    error ERC2612InvalidSigner(address signer, address owner);
    /// @notice No address can be recovered from the signature.
    error ECDSAInvalidSignature();
    /// @notice `s` lies in the upper half of the order: such signatures are malleable.
    error ECDSAInvalidSignatureS(bytes32 s);
}
