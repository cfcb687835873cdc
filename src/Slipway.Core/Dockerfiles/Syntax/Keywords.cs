using Slipway.Model.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>The words that begin the instructions of a Dockerfile.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#overview</remarks>
internal static class Keywords
{
    // A longer word resembles none.
    private const int Longest = 20;

    private static readonly HashSet<string> All = new(StringComparer.Ordinal)
    {
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
        "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    };

    /// <param name="keyword">In upper case.</param>
    public static bool Contains(string keyword) => All.Contains(keyword);

    /// <summary>What is wrong with a word that begins no instruction, and what to do.</summary>
    public static (string Message, string Remedy) Unknown(string keyword) => (
        $"'{Display.Text(keyword)}' is no instruction",
        keyword.Length <= Longest && NearestName.Find(keyword, All) is { } nearest
            ? $"Did you mean {nearest}?"
            : "End the line before with the escape character if it goes on here, else write an instruction.");
}
