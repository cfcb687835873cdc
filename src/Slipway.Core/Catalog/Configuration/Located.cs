using Slipway.Core.Diagnostics;

namespace Slipway.Core.Catalog.Configuration;

/// <summary>A value and where it stands.</summary>
public sealed record Located<T>(T Value, SourceLocation Location);
