using System.Collections.Immutable;
using Slipway.Application.Files;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Retention;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Retention;

/// <summary>Reads the lists of references in use: those that the policy names, and those of a person.</summary>
internal sealed class ReferenceFiles(WorkspaceParts parts)
{
    /// <param name="policy">Names files of the tree.</param>
    /// <param name="given">Files of a person; <c>-</c> is standard input.</param>
    /// <param name="used">Gets what they name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">A list cannot be read, or a line is no reference: every one of
    /// them.</exception>
    public async Task ReadAsync(
        RetentionPolicy policy,
        ImmutableArray<string> given,
        UsedImages used,
        CancellationToken cancellationToken)
    {
        var problems = new DiagnosticBag();
        foreach (var file in policy.ReferenceFiles)
        {
            var unreadable = new DiagnosticBag();
            var content = new TreeFiles(parts.Tree, unreadable).Read(file.Value, ReferenceList.MaximumSize);
            if (content is { } bytes)
            {
                Read(bytes.Span, file.Value.Value, used, problems);
                continue;
            }

            problems.Add(new Diagnostic(
                RetentionCodes.ReferencesMissing,
                $"The list of references in use {file.Value} cannot be read: "
                + unreadable.ToSorted()[0].Message,
                "Write it before, or take it out of 'files:'; without it nobody knows what is in use.",
                file.Location));
        }

        foreach (var file in await InputFile.ReadAllAsync(given, parts.OpenStandardInput, cancellationToken))
        {
            Read(file.Content.Span, file.Name, used, problems);
        }

        parts.Warn(problems.ToSorted());
        problems.ThrowIfErrors();
    }

    private void Read(ReadOnlySpan<byte> content, string name, UsedImages used, DiagnosticBag problems)
    {
        if (content.Length > ReferenceList.MaximumSize)
        {
            problems.Add(Unreadable(name, 0, $"is larger than {ReferenceList.MaximumSize >> 20} MiB"));
        }
        else if (Utf8Text.TryDecode(content, out string text, out int badLine))
        {
            ReferenceList.Read(text.TrimStart('\ufeff'), name, IsOfTree, used, problems);
        }
        else
        {
            problems.Add(Unreadable(name, badLine, "is not UTF-8 text"));
        }
    }

    private bool IsOfTree(string name) =>
        ImageName.TryParse(name, out var image) && parts.CatalogIfAny?.Find(image) is not null;

    private static Diagnostic Unreadable(string name, int line, string why) => new(
        RetentionCodes.ReferencesMissing,
        $"The list of references in use {name} {why}",
        "Write one reference a line, as text.",
        new SourceLocation(name, line));
}
