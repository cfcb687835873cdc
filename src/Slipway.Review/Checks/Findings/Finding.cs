using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Findings;

/// <summary>Something that a reviewer would say about a tree.</summary>
/// <param name="Diagnostic">What it is, where, and what to do about it.</param>
/// <param name="Image">The image that it is about; null when it is about the tree.</param>
/// <param name="Fix">How a program puts it right; null where a person has to decide.</param>
public sealed record Finding(Diagnostic Diagnostic, ImageName? Image = null, Fix? Fix = null);

/// <summary>A change of a file that puts a finding right, and nothing else.</summary>
/// <param name="File">The file; it need not exist when nothing is expected in it.</param>
/// <param name="Offset">Where the change begins, in bytes.</param>
/// <param name="Expected">What stands there, as UTF-8; when anything else does, the fix is not for this file.</param>
/// <param name="Replacement">What shall stand there, as UTF-8.</param>
public sealed record Fix(RelativePath File, int Offset, string Expected, string Replacement);
