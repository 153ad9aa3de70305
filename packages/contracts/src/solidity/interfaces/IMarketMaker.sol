// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice Augmented bonding curve: buys and sells IXO against a DAI reserve along R = R0 * (S / S0)^kappa.
/// @dev Every result is rounded in favour of the reserve. DAI is taken by `transferFrom`: approve this contract first.
/// IXO to sell is burned from the caller and needs no approval.
interface IMarketMaker {
    /// @notice Where the exit tax goes.
    enum TaxDestination {
        CurveReserve,
        StabilityBuffer,
        FundingPool
    }

    /// @notice `supply` and `reserve` are those after the trade, here and below.
    event Bought(address indexed account, uint256 daiIn, uint256 ixoOut, uint256 supply, uint256 reserve);
    /// @notice `daiOut` is what was paid, the exit tax already taken off.
    event Sold(
        address indexed account, uint256 ixoIn, uint256 daiOut, uint256 tax, uint256 supply, uint256 reserve
    );
    /// @notice The curve was re-anchored by a donation or by exit tax that stays in the reserve.
    event Anchored(uint256 supply, uint256 reserve);
    event ExitTaxChanged(uint256 bps);

    error MarketMakerExpired(uint256 deadline, uint256 timestamp);
    error MarketMakerZeroAmount();
    /// @notice The trade is too small to give anything.
    error MarketMakerZeroResult();
    error MarketMakerSlippage(uint256 amount, uint256 minimum);
    error MarketMakerSupplyExceeded(uint256 amount, uint256 supply);
    /// @notice Supply or reserve would reach 2^120.
    error MarketMakerOutOfRange();
    /// @notice A curve with less than one token of supply cannot be re-anchored.
    error MarketMakerCannotAnchor(uint256 supply);
    error MarketMakerInvalidExitTax(uint256 bps);
    error MarketMakerUnauthorized(address caller);

    /// @notice Mints IXO for `dai`. Refused below `minIxo` and after `deadline` (Unix seconds).
    function buy(uint256 dai, uint256 minIxo, uint256 deadline) external returns (uint256 ixo);
    /// @notice Burns `ixo` for DAI, exit tax taken off. Refused below `minDai` and after `deadline` (Unix seconds).
    function sell(uint256 ixo, uint256 minDai, uint256 deadline) external returns (uint256 dai);
    /// @notice Operator: pays DAI into the reserve and re-anchors the curve at (S, R).
    function donate(uint256 dai) external;
    /// @notice Operator: sets the exit tax, 0 to 10000 bps exclusive.
    function setExitTax(uint256 bps) external;

    function quoteBuy(uint256 dai) external view returns (uint256 ixo);
    function quoteSell(uint256 ixo) external view returns (uint256 dai, uint256 tax);
    /// @notice DAI per IXO, 18 decimals, rounded down.
    function spotPrice() external view returns (uint256);

    /// @notice S, the curve's own supply counter.
    function supply() external view returns (uint256);
    /// @notice R, the DAI behind the curve.
    function reserve() external view returns (uint256);
    function anchor() external view returns (uint256 supply, uint256 reserve);
    function kappa() external view returns (uint256 numerator, uint256 denominator);
    function exitTaxBps() external view returns (uint256);
    function taxDestination() external view returns (TaxDestination);
    /// @notice DAI of the funding pool, held by this contract beside the reserve.
    function fundingPool() external view returns (uint256);
    function dai() external view returns (address);
    function ixo() external view returns (address);
    /// @notice Receiver of the exit tax when its destination is the stability buffer; zero if there is none.
    function buffer() external view returns (address);
    /// @notice May donate and set the exit tax; zero if nobody may.
    function operator() external view returns (address);
}
