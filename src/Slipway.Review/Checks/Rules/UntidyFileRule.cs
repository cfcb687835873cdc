using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// <c>VERSION</c>, <c>HASH</c> or <c>REGISTRY</c> has white space around its one line. Slipway does not mind; a script
/// that reads the file may.
/// </summary>
internal sealed class UntidyFileRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        where image.Registry is not null
        from file in FilesOf(facts, image.Folder)
        where facts.Files.ContainsKey(file)
        let text = Encoding.UTF8.GetString(facts.Files[file].Span)
        let tidy = text.Trim()

        // An empty HASH is missing, which is another finding.
        where tidy.Length > 0 && text != tidy && text != tidy + "\n"
        let isInput = IsInput(facts, file)
        select new Finding(
            new Diagnostic(
                CheckCodes.FileUntidy,
                $"'{file}' has white space around '{Display.Text(tidy)}'",
                isInput
                    ? "Leave one line with nothing around it when you write a new version; it is part of what the "
                        + "image is made of."
                    : "Leave one line with nothing around it; `slipway check --fix` does.",
                new SourceLocation(file.Value, 1),
                Severity.Warning),
            image.Name,
            isInput ? null : new Fix(file, 0, text, tidy + "\n"));

    /// <summary>Whether a change of the file is another content, which a published version must not get.</summary>
    private static bool IsInput(CheckFacts facts, RelativePath file) =>
        facts.Inputs.Values.Any(inputs => inputs.Context.Files.Any(input => input.Source?.Path == file));

    private static RelativePath[] FilesOf(CheckFacts facts, RelativePath folder) =>
    [
        folder.Child(RegistryIdentity.VersionFile),
        folder.Child(RegistryIdentity.HashFile),
        folder.Child(RegistryIdentity.RegistryFile),
        facts.Catalog.Config.Folder.Child(RegistryIdentity.RegistryFile),
    ];
}
