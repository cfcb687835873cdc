using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;

namespace Slipway.Review.Proposals;

/// <summary>Adds an entry to a mapping of a YAML file, and changes no other byte of it.</summary>
internal static class YamlInsertion
{
    /// <summary>What some editors put before the first byte; YAML takes it for nothing.</summary>
    private const char Mark = '\uFEFF';

    /// <param name="text">The file, with its byte order mark when it has one.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="keys">The keys at the top that may hold the mapping; the first is made when there is none.</param>
    /// <param name="lines">The entry's lines, the first without indentation.</param>
    /// <returns>The file with the entry; null where it cannot be added to what is written there.</returns>
    public static string? Add(string text, string file, IReadOnlyList<string> keys, IReadOnlyList<string> lines)
    {
        if (text.StartsWith(Mark))
        {
            return Add(text[1..], file, keys, lines) is { } rest ? Mark + rest : null;
        }

        var problems = new DiagnosticBag();
        if (!YamlTreeReader.TryRead(text, file, problems, out var root)
            || root is not (null or YamlMap { IsFlow: false }))
        {
            return null;
        }

        var entry = keys.Select(key => (root as YamlMap)?.Entries.FirstOrDefault(one => one.Key.Text == key))
            .FirstOrDefault(one => one is { Key: not null });
        return entry switch
        {
            null => $"{Ended(text)}{(root is null ? string.Empty : "\n")}{keys[0]}:\n{Indented(lines, 2)}",
            { Value: YamlScalar { IsNull: true, Text: "" } } none => At(text, none.Key.Range.End.Value, lines, 2),
            { Value: YamlMap { IsFlow: false, Entries: [var first, ..] } map } =>
                At(text, map.Range.End.Value, Stepped(lines, first), first.Key.Location.Column - 1),
            _ => null,
        };
    }

    /// <summary>The lines with the steps in which another entry is indented.</summary>
    private static IReadOnlyList<string> Stepped(IReadOnlyList<string> lines, YamlEntry other) =>
        other.Value is YamlMap { IsFlow: false, Entries: [var inner, ..] }
        && inner.Key.Location.Column - other.Key.Location.Column is > 0 and var step
            ? [.. lines.Select(line => line.StartsWith("  ", StringComparison.Ordinal)
                ? $"{new string(' ', step)}{line[2..]}"
                : line)]
            : lines;

    /// <summary>Behind the line in which something ends.</summary>
    private static string At(string text, int end, IReadOnlyList<string> lines, int indent)
    {
        // A block of text may reach into the next line.
        int from = end > 0 && text[end - 1] == '\n' ? end - 1 : end;
        int lineEnd = text.IndexOf('\n', from);
        return lineEnd < 0
            ? $"{text}\n{Indented(lines, indent)}"
            : $"{text[..(lineEnd + 1)]}{Indented(lines, indent)}{text[(lineEnd + 1)..]}";
    }

    private static string Ended(string text) => text.Length == 0 || text.EndsWith('\n') ? text : $"{text}\n";

    private static string Indented(IReadOnlyList<string> lines, int indent) =>
        string.Concat(lines.Select(line => $"{new string(' ', indent)}{line}\n"));
}
