namespace Slipway.Model.Diagnostics;

/// <summary>A value and where it stands.</summary>
public sealed record Located<T>(T Value, SourceLocation Location);
