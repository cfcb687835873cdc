namespace Slipway.Model.Diagnostics;

/// <summary>A place in a file, for a person and for an editor.</summary>
/// <param name="File">The path below the root, or an absolute path for a file outside it.</param>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
/// <param name="Column">From 1; 0 when the whole line is meant.</param>
public readonly record struct SourceLocation(string File, int Line = 0, int Column = 0)
{
    public override string ToString() =>
        (Line, Column) switch
        {
            (0, _) => File,
            (_, 0) => $"{File}:{Line}",
            _ => $"{File}:{Line}:{Column}",
        };
}

/// <summary>A value and where it stands.</summary>
public sealed record Located<T>(T Value, SourceLocation Location);
