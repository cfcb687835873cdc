using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Proposals;
using Slipway.Review.Surveys;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Application.Starting;

/// <summary>Makes one more image in a tree.</summary>
/// <param name="parts">What is opened.</param>
internal sealed class ImageStarter(WorkspaceParts parts)
{
    private static readonly RelativePath ConfigFile = RelativePath.Parse(ConfigReader.FileName);

    /// <param name="name">Its name, as a person typed it.</param>
    /// <param name="from">What it is built on; null for the usual base.</param>
    /// <param name="write">Whether files are written; else it is only said which would be.</param>
    /// <param name="cancellationToken">Stops it while nothing is written.</param>
    /// <exception cref="SlipwayException">It cannot be made, or a file cannot be written.</exception>
    public async Task<NewImageReport> RunAsync(
        string name, string? from, bool write, CancellationToken cancellationToken)
    {
        string on = from ?? ImageRecipe.UsualBase;
        var report = IsUnset() ? First(name, on, cancellationToken) : Next(name, on, cancellationToken);
        if (write)
        {
            await StartFiles.WriteAsync(parts.Tree.RootPath, report.Files, cancellationToken);
            parts.ReadAgain();
        }

        return report with { IsWritten = write };
    }

    /// <summary>Whether the tree has neither images nor anything that says where they would be.</summary>
    private bool IsUnset()
    {
        var reading = parts.Reading;
        return parts.Tree.Find(ConfigFile) is null
            && reading.Catalog.Config.Dialect == SlipwayDialect.Instance
            && parts.Tree.Find(reading.Catalog.Config.Folder) is null;
    }

    private NewImageReport Next(string name, string from, CancellationToken cancellationToken)
    {
        if (parts.Reading.Diagnostics.Any(problem =>
            problem.Severity == Severity.Error && problem.Code != CatalogCodes.NoImages))
        {
            // Tells everything that is wrong with a tree that cannot be read.
            _ = parts.Catalog;
        }

        var proposal = new NewImage(parts.Tree, KnownDialects.All, parts.Reading, Read)
            .Propose(name, from, cancellationToken);
        return new NewImageReport(
            proposal.Name,
            from,
            [
                .. proposal.Files.OrderBy(file => file.Key).Select(file => new StartFile(
                    file.Key, file.Value, file.Key == proposal.Listing ? "lists the image" : "the image")
                {
                    Before = file.Key == proposal.Listing && parts.Tree.Find(file.Key) is not null
                        ? Read(file.Key)
                        : null,
                }),
            ]);
    }

    /// <summary>
    /// The first image of a tree that has nothing, with a <c>slipway.yml</c> that says where images are.
    /// </summary>
    private NewImageReport First(string typed, string from, CancellationToken cancellationToken)
    {
        var survey = TreeSurveyor.Read(parts.Tree, cancellationToken);
        if (!survey.Dockerfiles.IsEmpty || !survey.Builds.IsEmpty)
        {
            throw new SlipwayException(new Diagnostic(
                SurveyCodes.NotSetUp,
                "The tree has Dockerfiles, and nothing says which of them are images",
                "Run `slipway init` first."));
        }

        var config = new StartFile(
            ConfigFile, ConfigText.Write(FirstConfig.Of(parts.Tree.RootPath)), "says where images are");
        var schema = new StartFile(
            RelativePath.Parse(ConfigText.SchemaPath), PublishedSchema.Text(), $"{ConfigReader.FileName} for editors");
        var trial = ProposalTrial.Read(
            parts.Tree,
            KnownDialects.All,
            new Dictionary<RelativePath, string> { [ConfigFile] = config.Content },
            cancellationToken);
        var proposal = new NewImage(trial.Tree, KnownDialects.All, trial.Reading, _ => config.Content)
            .Propose(typed, from, cancellationToken);
        return new NewImageReport(
            proposal.Name,
            from,
            [
                config,
                .. parts.Tree.Find(schema.Path) is null ? ImmutableArray.Create(schema) : [],
                .. proposal.Files.Select(file => new StartFile(file.Key, file.Value, "the image")),
            ]);
    }

    /// <summary>All of a file, with the byte order mark that it may have: what is written back has it too.</summary>
    private string Read(RelativePath file)
    {
        using var stream = parts.Tree.OpenRead(file);
        using var reader = new StreamReader(
            stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }
}

/// <summary>What one more image came to, or would come to.</summary>
/// <param name="Name">The image.</param>
/// <param name="From">What it is built on.</param>
/// <param name="Files">What was written, or would be.</param>
public sealed record NewImageReport(ImageName Name, string From, ImmutableArray<StartFile> Files)
{
    /// <summary>Whether the files were written; else they only would be.</summary>
    public bool IsWritten { get; init; }
}
