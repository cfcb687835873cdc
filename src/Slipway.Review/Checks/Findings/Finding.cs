using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Findings;

/// <summary>Something that a reviewer would say about a tree.</summary>
/// <param name="Diagnostic">What it is, where, and what to do about it.</param>
/// <param name="Image">The image that it is about; null when it is about the tree.</param>
/// <param name="Fix">How a program puts it right; null where a person has to decide.</param>
public sealed record Finding(Diagnostic Diagnostic, ImageName? Image = null, Fix? Fix = null);
