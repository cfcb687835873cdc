using System.Globalization;
using Slipway.Application.Indexing;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Model.Indexing;
using Slipway.Model.Text;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>Entries of the index as text and as JSON.</summary>
internal static class IndexRenderer
{
    public static void Write(IndexEntry entry, IAnsiConsole console)
    {
        var rows = new List<(string Key, string Value)>
        {
            ("namespace", entry.Namespace.Value),
            ("build", entry.Build.Value),
            ("rank", entry.Rank.ToString(CultureInfo.InvariantCulture)),
            ("expires", Units.Moment(entry.Expires)),
        };
        rows.AddRange(entry.Data.Select(pair => (Display.Line(pair.Key), Display.Line(pair.Value))));
        int width = rows.Max(row => row.Key.Length);
        foreach (var (key, value) in rows)
        {
            console.WriteLine($"{key.PadRight(width)}  {value}");
        }
    }

    public static void Write(IndexListDocument document, IAnsiConsole console)
    {
        foreach (string ns in document.Namespaces)
        {
            console.WriteLine($"{ns}.");
        }

        foreach (var entry in document.Entries)
        {
            console.WriteLine($"{entry.Namespace}  {entry.Build}");
        }
    }

    public static IndexListDocument ToDocument(IndexListing listing) => new(
        [.. listing.Namespaces.Select(ns => ns.Value)], [.. listing.Entries.Select(ToDocument)]);

    public static IndexEntryDocument ToDocument(IndexEntry entry) =>
        new(entry.Namespace.Value, entry.Build.Value, entry.Rank, entry.Expires, entry.Data);
}
