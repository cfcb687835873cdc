using System.Collections.Frozen;
using Slipway.Model.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Finds flags of instructions, and types of mounts, that are misspelt.</summary>
/// <remarks>
/// The names are those of BuildKit's <c>frontend/dockerfile/instructions</c>, those of its labs channel included. One
/// that is close to none of them is left to the builder, which may be newer.
/// </remarks>
internal static class FlagRules
{
    private static readonly FrozenDictionary<string, string[]> Flags = new Dictionary<string, string[]>
    {
        ["FROM"] = ["platform"],
        ["RUN"] = ["mount", "network", "security", "device"],
        ["COPY"] = ["from", "chown", "chmod", "link", "parents", "exclude"],
        ["ADD"] = ["chown", "chmod", "link", "keep-git-dir", "checksum", "exclude", "unpack"],
        ["HEALTHCHECK"] = ["interval", "timeout", "start-period", "start-interval", "retries"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] MountTypes = ["bind", "cache", "tmpfs", "secret", "ssh"];

    /// <returns>What is wrong and what to do; null when nothing is.</returns>
    public static (string Fault, string Remedy)? Find(Instruction instruction, char escape)
    {
        if (!Flags.TryGetValue(instruction.Keyword, out string[]? known))
        {
            return null;
        }

        foreach (var flag in BuilderFlag.Read(instruction, escape).Flags)
        {
            string name = flag.Text[2..].Split('=')[0];
            if (IsWord(name)
                && !known.Contains(name, StringComparer.Ordinal)
                && Suggestion.For(name, known) is { } meant)
            {
                return ($"has no flag '--{Display.Text(name)}'", $"Did you mean --{meant}?");
            }

            if (MountFields.Of(flag)?.Types.FirstOrDefault(type => NearestTypeOf(type) is not null) is { } mount)
            {
                return ($"has no mount of type '{Display.Text(mount)}'", $"Did you mean type={NearestTypeOf(mount)}?");
            }
        }

        return null;
    }

    // What else it may be is told where readings of builders are compared.
    private static bool IsWord(string name) => name.All(c => char.IsAsciiLetter(c) || c == '-');

    private static string? NearestTypeOf(string type) =>
        MountTypes.Contains(type.ToLowerInvariant(), StringComparer.Ordinal) ? null : Suggestion.For(type, MountTypes);
}
