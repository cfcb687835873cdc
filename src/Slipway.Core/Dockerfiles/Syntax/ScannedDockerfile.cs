using Slipway.Model.Registries;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>A Dockerfile, split into instructions.</summary>
/// <param name="Instructions">In their order.</param>
/// <param name="Escape">Joins lines and takes the meaning from the next character: a backslash or a backtick.</param>
/// <param name="Frontend">The directive <c># syntax=</c>; null when there is none.</param>
internal sealed record ScannedDockerfile(List<Instruction> Instructions, char Escape, FrontendDirective? Frontend);

/// <summary>The image that a directive <c># syntax=</c> has BuildKit read the rest of the file with.</summary>
/// <param name="Start">Where the image begins in the text.</param>
/// <param name="Image">The image as written, up to the first blank.</param>
internal sealed record FrontendDirective(int Start, string Image)
{
    /// <summary>
    /// Whether it is Docker's own, of the version whose instructions are known; any other may know more of them.
    /// </summary>
    public bool HasUsualInstructions =>
        ImageReference.TryParse(Image, out var reference)
        && reference.Repository.Registry == RepositoryName.DockerHub
        && reference.Repository.Path is "docker/dockerfile" or "docker/dockerfile-upstream"
        && reference.Tag is { } tag
        && tag.Split('.', '-')[0] == "1";
}

/// <summary>An instruction of a Dockerfile.</summary>
/// <param name="Keyword">In upper case.</param>
/// <param name="Text">The whole joined line, without what its here-documents hold.</param>
/// <param name="ArgumentsStart">Where in <paramref name="Text"/> the part after the keyword begins.</param>
/// <param name="Line">Leads back to the places in the file.</param>
internal sealed record Instruction(string Keyword, string Text, int ArgumentsStart, LogicalLine Line)
{
    public ReadOnlySpan<char> Arguments => Text.AsSpan(ArgumentsStart);

    /// <summary>Where its first line begins in the text that was scanned.</summary>
    public int Start { get; init; }

    /// <summary>Where what its here-documents hold begins; the same as <see cref="End"/> when there is none.</summary>
    public int BodyStart { get; init; }

    /// <summary>Behind its last line, here-documents included.</summary>
    public int End { get; init; }

    public bool HasHeredoc { get; init; }
}
