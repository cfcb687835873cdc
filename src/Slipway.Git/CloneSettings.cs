namespace Slipway.Git;

/// <summary>What a clone is made with; as on most machines unless it says otherwise.</summary>
public sealed record CloneSettings
{
    /// <summary>In octal digits.</summary>
    public string Umask { get; init; } = "022";

    /// <summary>
    /// Whether text files get CR LF (<c>core.autocrlf</c>, <c>core.eol</c>), as git for Windows suggests.
    /// </summary>
    public bool ConvertsLineEnds { get; init; }

    /// <summary>
    /// Whether git makes links and looks at executable bits (<c>core.symlinks</c>, <c>core.fileMode</c>).
    /// </summary>
    public bool KnowsLinksAndModes { get; init; } = true;
}
