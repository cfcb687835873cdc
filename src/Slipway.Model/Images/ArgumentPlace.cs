using Slipway.Model.Diagnostics;

namespace Slipway.Model.Images;

/// <summary>Where in <c>slipway.yml</c> the value of an argument is written.</summary>
/// <param name="Start">Where the value starts, its anchor, tag and quotes included,
/// in UTF-16 units behind a byte order mark.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Location">Line and column.</param>
public readonly record struct ArgumentPlace(int Start, int End, SourceLocation Location);
