using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Catalog;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Proposes what keeps git from converting line ends in contexts.</summary>
public static class AttributeProposer
{
    private const string Attributes = "text=auto eol=lf";

    // More single files than this are named by the folders at the top that hold them.
    private const int MostFiles = 20;

    public static readonly RelativePath File = RelativePath.Parse(".gitattributes");

    /// <param name="catalog">The images.</param>
    /// <param name="converted">The files of contexts whose line ends git converts on some machines.</param>
    /// <returns>Null when there are none.</returns>
    public static ProposedLines? Propose(ImageCatalog catalog, IReadOnlyCollection<RelativePath> converted)
    {
        if (converted.Count == 0)
        {
            return null;
        }

        var folders = catalog.Images.Select(image => image.Folder).Distinct().ToList();
        var units = converted.Select(file => UnitOf(file, catalog.Config.Folder, folders)).Distinct().ToList();
        bool areMany = units.Count(unit => !unit.IsFolder) > MostFiles;
        ImmutableArray<string> lines =
        [
            .. units
                .Select(unit => areMany && !unit.IsFolder && !unit.Path.Parent.IsRoot ? (TopOf(unit.Path), true) : unit)
                .Distinct()
                .OrderBy(unit => unit.Item1)
                .Select(unit => $"{Pattern(unit.Item1, unit.Item2)} {Attributes}"),
        ];
        return new ProposedLines(File, lines.Contains($"* {Attributes}") ? [$"* {Attributes}"] : lines);
    }

    private static RelativePath TopOf(RelativePath path)
    {
        while (!path.Parent.IsRoot)
        {
            path = path.Parent;
        }

        return path;
    }

    private static (RelativePath Path, bool IsFolder) UnitOf(
        RelativePath file, RelativePath imagesFolder, List<RelativePath> folders)
    {
        if (!imagesFolder.IsRoot && file.IsIn(imagesFolder))
        {
            return (imagesFolder, true);
        }

        var holding = folders.Where(file.IsIn).ToList();
        return holding.Count > 0 ? (holding.MinBy(folder => folder.Value.Length), true) : (file, false);
    }

    // https://git-scm.com/docs/gitattributes
    private static string Pattern(RelativePath path, bool isFolder)
    {
        if (path.IsRoot)
        {
            return "*";
        }

        string whole = $"/{GitPattern.Escape(path.Value)}{(isFolder ? "/**" : string.Empty)}";
        return whole.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '"') ? Quoted(whole) : whole;
    }

    private static string Quoted(string pattern)
    {
        var quoted = new StringBuilder("\"");
        foreach (byte unit in Encoding.UTF8.GetBytes(pattern))
        {
            _ = unit is (byte)'"' or (byte)'\\' ? quoted.Append('\\').Append((char)unit)
                : unit is < 0x20 or >= 0x7f ? quoted.Append('\\').Append(Convert.ToString(unit, 8).PadLeft(3, '0'))
                : quoted.Append((char)unit);
        }

        return quoted.Append('"').ToString();
    }
}
