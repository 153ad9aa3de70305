// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice The (DAI, IXO) pool. Its voucher is IXOS.
/// @dev Reserves are counters, never balances. Tokens are taken by `transferFrom`: approve this contract first.
/// IXOS to withdraw is burned from the caller and needs no approval. Deadlines are Unix seconds.
interface IBrokerage {
    /// @notice `daiReserve`, `ixoReserve` and `vouchers` totals are those after the event.
    event Deposited(
        address indexed account, uint256 dai, uint256 ixo, uint256 minted, uint256 daiReserve, uint256 ixoReserve
    );
    /// @notice Beside `Deposited`: the IXO burned on the curve and the DAI it gave, of which `daiReturned` did not fit.
    event DepositedSingle(address indexed account, uint256 ixoBurned, uint256 daiFromCurve, uint256 daiReturned);
    event Withdrawn(
        address indexed account, uint256 dai, uint256 ixo, uint256 burned, uint256 daiReserve, uint256 ixoReserve
    );
    event Swapped(
        address indexed account,
        address indexed tokenIn,
        uint256 amountIn,
        uint256 amountOut,
        uint256 daiReserve,
        uint256 ixoReserve
    );

    error BrokerageExpired(uint256 deadline, uint256 timestamp);
    error BrokerageZeroAmount();
    /// @notice The trade or deposit is too small to give anything.
    error BrokerageZeroResult();
    error BrokerageEmpty();
    error BrokerageSlippage(uint256 amount, uint256 minimum);
    error BrokerageExcessiveInput(uint256 amount, uint256 maximum);
    error BrokerageUnknownToken(address token);
    error BrokerageInsufficientLiquidity(uint256 wanted, uint256 reserve);
    /// @notice The first deposit of each token must be at least 10^9 base units.
    error BrokerageInitialDepositTooSmall(uint256 amount, uint256 minimum);
    /// @notice Fewer than 10^9 vouchers, but not none, would be left.
    error BrokerageDustLeft(uint256 vouchers);
    error BrokerageVouchersExceeded(uint256 amount, uint256 vouchers);
    /// @notice A reserve or the vouchers would reach 2^120.
    error BrokerageOutOfRange();

    /// @notice Deposits both tokens in the pool's ratio. What does not fit stays with the caller.
    function depositPair(uint256 dai, uint256 ixo, uint256 minVouchers, uint256 deadline)
        external
        returns (uint256 vouchers, uint256 daiTaken, uint256 ixoTaken);
    /// @notice Deposits IXO alone: part of it is burned on the curve, and the DAI that gives goes in beside the rest.
    /// @param minDai least DAI that must reach the pool: without it whoever skewed the pool first takes part of the deposit.
    function depositSingle(uint256 ixo, uint256 minDai, uint256 minVouchers, uint256 deadline)
        external
        returns (uint256 vouchers, uint256 ixoBurned, uint256 daiTaken, uint256 ixoTaken);
    function withdraw(uint256 vouchers, uint256 minDai, uint256 minIxo, uint256 deadline)
        external
        returns (uint256 dai, uint256 ixo);
    /// @param tokenIn DAI or IXO; the other one comes out.
    function swapExactIn(address tokenIn, uint256 amountIn, uint256 minOut, uint256 deadline)
        external
        returns (uint256 amountOut);
    /// @param tokenOut DAI or IXO; the other one is paid.
    function swapExactOut(address tokenOut, uint256 amountOut, uint256 maxIn, uint256 deadline)
        external
        returns (uint256 amountIn);

    function quoteDepositPair(uint256 dai, uint256 ixo)
        external
        view
        returns (uint256 vouchers, uint256 daiTaken, uint256 ixoTaken);
    function quoteDepositSingle(uint256 ixo)
        external
        view
        returns (uint256 vouchers, uint256 ixoBurned, uint256 daiTaken, uint256 ixoTaken);
    function quoteWithdraw(uint256 vouchers) external view returns (uint256 dai, uint256 ixo);
    function quoteExactIn(address tokenIn, uint256 amountIn) external view returns (uint256 amountOut);
    function quoteExactOut(address tokenOut, uint256 amountOut) external view returns (uint256 amountIn);

    function reserves() external view returns (uint256 dai, uint256 ixo);
    /// @notice L, equal to the supply of IXOS.
    function totalVouchers() external view returns (uint256);
    function feeBps() external view returns (uint256);
    /// @notice DAI per IXO at the pool's mid, 18 decimals, rounded down; 0 while the pool is empty.
    function midPrice() external view returns (uint256);
    /// @notice DAI per IXO that the last swap realized, 18 decimals, and its block time; zeros before the first.
    function lastQuote() external view returns (uint256 price, uint256 timestamp);
    function dai() external view returns (address);
    function ixo() external view returns (address);
    function ixos() external view returns (address);
    function marketMaker() external view returns (address);
}
