using Slipway.Model.Values;
using Slipway.Review.Publishing;

namespace Slipway.Application.Pushes;

/// <summary>What a push would do.</summary>
/// <param name="Plan">What becomes of each image.</param>
/// <param name="Builds">The images that are built first.</param>
public sealed record PushProposal(PushPlan Plan, IReadOnlySet<ImageName> Builds);

/// <summary>Who allows what is published, and why.</summary>
/// <param name="By">Who; not empty.</param>
/// <param name="Why">Why; not empty.</param>
public sealed record PushApproval(string By, string Why);
