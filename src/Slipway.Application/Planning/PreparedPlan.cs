using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Model.Values;

namespace Slipway.Application.Planning;

/// <summary>A plan with what it was made from, which is what carrying it out needs.</summary>
/// <param name="Plan">What to do.</param>
/// <param name="Inputs">The contexts and digests of its images and of their ancestors.</param>
public sealed record PreparedPlan(BuildPlan Plan, IReadOnlyDictionary<ImageName, ImageInputs> Inputs);
