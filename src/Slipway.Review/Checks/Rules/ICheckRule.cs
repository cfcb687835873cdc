using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>One thing that a reviewer looks at.</summary>
internal interface ICheckRule
{
    /// <summary>What the rule has to say. Facts that are not there are not missed.</summary>
    IEnumerable<Finding> Check(CheckFacts facts);
}
