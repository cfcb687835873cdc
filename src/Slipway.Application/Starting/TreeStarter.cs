using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Files;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Proposals;
using Slipway.Review.Surveys;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Application.Starting;

/// <summary>Sets up a tree: says what it has, and writes what it lacks to be planned.</summary>
/// <param name="parts">What is opened.</param>
internal sealed class TreeStarter(WorkspaceParts parts)
{
    private static readonly RelativePath ConfigFile = RelativePath.Parse(ConfigReader.FileName);

    /// <param name="write">Whether files are written; else it is only said which would be.</param>
    /// <param name="cancellationToken">Stops it while nothing is written.</param>
    /// <exception cref="SlipwayException">Nothing of the tree can be used, or a file cannot be written.</exception>
    public async Task<StartReport> RunAsync(bool write, CancellationToken cancellationToken)
    {
        var report = await ProposeAsync(cancellationToken);
        if (!write)
        {
            return report;
        }

        await StartFiles.WriteAsync(parts.Tree.RootPath, report.Files, cancellationToken);
        parts.ReadAgain();
        return report with { IsWritten = true };
    }

    private async Task<StartReport> ProposeAsync(CancellationToken cancellationToken)
    {
        var tree = parts.Tree;
        bool hasConfig = tree.Find(ConfigFile) is not null;
        var reading = parts.Reading;
        if (!reading.IsWhole && (hasConfig || HasOwnDialect(reading)))
        {
            // Throws what is wrong with the tree.
            _ = parts.Catalog;
        }

        if (hasConfig || HasOwnDialect(reading) || !reading.Catalog.Images.IsEmpty || !reading.Catalog.Unfit.IsEmpty)
        {
            var usable = ProposalTrial.Usable(tree, reading.Catalog, cancellationToken);
            return await WithHabitsAsync(AsItIs(usable, hasConfig), tree, usable, cancellationToken);
        }

        var survey = TreeSurveyor.Read(tree, cancellationToken);
        var proposal = new TreeProposer(tree, KnownDialects.All, survey).Propose(cancellationToken);
        if (proposal is null)
        {
            return survey.Problems.IsEmpty ? await FromNothingAsync(survey, cancellationToken)
                : throw new SlipwayException(survey.Problems);
        }

        var report = FromSurvey(survey, proposal);
        return await WithHabitsAsync(report, proposal.Trial.Tree, proposal.Trial.Catalog, cancellationToken);
    }

    private static bool HasOwnDialect(CatalogResult reading) =>
        reading.Catalog.Config.Dialect != SlipwayDialect.Instance;

    private StartReport AsItIs(ImageCatalog catalog, bool hasConfig)
    {
        string count = Units.Count(catalog.Images.Length, "image");
        bool isOther = catalog.Config.Dialect != SlipwayDialect.Instance;
        return new StartReport
        {
            Root = parts.Tree.RootPath,
            Kind = hasConfig ? TreeKind.Configured : isOther ? TreeKind.Taskgraph : TreeKind.Usual,
            Found =
            [
                hasConfig ? $"{ConfigReader.FileName} is there, and the tree has {count}."
                    : isOther ? $"The tree uses {catalog.Config.Dialect.Name}, whose files say what its images are: "
                        + $"{count}. It needs no {ConfigReader.FileName}."
                    : $"The tree has {count} in {catalog.Config.Folder}, where they are looked for. "
                        + $"It needs no {ConfigReader.FileName}.",
            ],
            Images = [.. catalog.Images.Select(image => image.Name)],
            // It names the images that need them.
            Notes = RunTaskProblem.Of(catalog.ParentsFirst, catalog.Config) is { } problem
                ? [$"{problem.Message} ({problem.Code})"]
                : [],
            LeftOut =
            [
                .. catalog.Unfit.Select(image => new LeftOutBuild(
                    image.Name,
                    image.Diagnostics[0].Message,
                    image.Diagnostics[0].Location
                        ?? new SourceLocation(image.Dockerfile?.Value ?? ConfigReader.FileName),
                    image.Diagnostics[0])),
            ],
        };
    }

    private StartReport FromSurvey(TreeSurvey survey, TriedProposal proposal)
    {
        var config = proposal.Config;
        var catalog = proposal.Trial.Catalog;
        if (catalog.Images.IsEmpty)
        {
            throw NothingUsable(survey, config);
        }

        var notes = config.Images.SelectMany(image => image.Notes.Select(note => $"{image.Name}: {note}")).ToList();
        if (!survey.Unread.IsEmpty)
        {
            notes.Add(
                $"not read, because they count only for who names them: "
                + NameList.Of([.. survey.Unread.Select(file => file.Value)], 3));
        }

        if (!survey.IsWhole)
        {
            notes.Add("the tree is so large that not all of it was looked at");
        }

        var others = Uncovered(survey, catalog, config);
        if (!others.IsEmpty)
        {
            notes.Add(
                $"no image, because nothing in {config.Origin} builds {(others.Length == 1 ? "it" : "them")}: "
                + NameList.Of([.. others.Select(file => file.Value)], 3));
        }

        return new StartReport
        {
            Root = parts.Tree.RootPath,
            Kind = survey.Builds.IsEmpty ? TreeKind.Dockerfiles : TreeKind.Declared,
            Found = Found(survey),
            Images = [.. catalog.Images.Select(image => image.Name)],
            Files = Configuration(config),
            LeftOut = config.LeftOut,
            Notes = [.. notes],
            Problems = survey.Problems,
        };
    }

    private static ImmutableArray<RelativePath> Uncovered(
        TreeSurvey survey, ImageCatalog catalog, ConfigProposal config)
    {
        var covered = catalog.Images.Select(image => image.DockerfilePath)
            .Concat(config.LeftOut.Select(build => RelativePath.TryParse(build.Location.File, out var path)
                ? path.Value
                : RelativePath.Root))
            .ToHashSet();
        return survey.Builds.IsEmpty ? [] : [.. survey.Dockerfiles.Where(file => !covered.Contains(file))];
    }

    private static SlipwayException NothingUsable(TreeSurvey survey, ConfigProposal config) => new(
    [
        new Diagnostic(
            SurveyCodes.NothingUsable,
            "Nothing that the tree has can be an image as it is",
            "Correct what is reported here and run the command again; `slipway new IMAGE` makes an image that works."),
        .. survey.Problems,
        .. config.LeftOut.Select(build => build.Cause ?? new Diagnostic(
            SurveyCodes.BuildNotTaken,
            $"{Display.Text(build.Name)} cannot be an image: {build.Reason}",
            "Give it a context and a Dockerfile in the tree, with what the reason asks for.",
            build.Location)),
    ]);

    private static ImmutableArray<string> Found(TreeSurvey survey)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var (tool, words) in new[] { (BuildTool.Bake, "target"), (BuildTool.Compose, "service") })
        {
            int count = survey.Builds.Count(build => build.Tool == tool);
            if (count > 0)
            {
                string[] files = [.. survey.Builds.Where(build => build.Tool == tool)
                    .Select(build => build.Location.File).Distinct(StringComparer.Ordinal)];
                string verb = files.Length == 1 ? "builds" : "build";
                found.Add($"{NameList.Of(files, 3)} {verb} {Units.Count(count, words)}.");
            }
        }

        found.Add(survey.Dockerfiles.Length == 0
            ? "The tree has no Dockerfile."
            : $"The tree has {Units.Count(survey.Dockerfiles.Length, "Dockerfile")}.");
        return found.ToImmutable();
    }

    private Task<StartReport> FromNothingAsync(TreeSurvey survey, CancellationToken cancellationToken)
    {
        var first = ImageRecipe.Hello;
        var config = FirstConfig.Of(parts.Tree.RootPath);
        var file = ImageRecipe.Folder.Child(first.Value).Child(BuildContext.DockerfilePath);
        string content = ImageRecipe.Write(first, ImageRecipe.UsualBase, byParent: false);
        var trial = ProposalTrial.Read(
            parts.Tree,
            KnownDialects.All,
            new Dictionary<RelativePath, string> { [ConfigFile] = ConfigText.Write(config), [file] = content },
            cancellationToken);
        var report = new StartReport
        {
            Root = parts.Tree.RootPath,
            Kind = TreeKind.Empty,
            Found =
            [
                survey.BuildFiles.IsEmpty
                    ? "The tree has nothing to make an image of: no Dockerfile, no bake file, no compose file."
                    : "The tree has no Dockerfile, and nothing is built by "
                        + $"{NameList.Of([.. survey.BuildFiles.Select(one => one.Value)], 3)}.",
            ],
            Images = [.. trial.Catalog.Images.Select(image => image.Name)],
            Files = [.. Configuration(config), new StartFile(file, content, "an image to begin with")],
        };
        return WithHabitsAsync(report, trial.Tree, trial.Catalog, cancellationToken);
    }

    private ImmutableArray<StartFile> Configuration(ConfigProposal config)
    {
        var schema = RelativePath.Parse(ConfigText.SchemaPath);
        var file = new StartFile(ConfigFile, ConfigText.Write(config), "says where the images are");
        return parts.Tree.Find(schema) is null
            ? [file, new StartFile(schema, PublishedSchema.Text(), $"{ConfigReader.FileName} for editors")]
            : [file];
    }

    /// <summary>Adds what makes checkouts alike: as a file where there is none, else as lines for a person.</summary>
    private static async Task<StartReport> WithHabitsAsync(
        StartReport report, ISourceTree tree, ImageCatalog catalog, CancellationToken cancellationToken)
    {
        var habits = await CheckoutHabits.ReadAsync(tree, catalog, cancellationToken);
        var made = habits.Lines.Where(lines => tree.Find(lines.File) is null).ToList();
        return report with
        {
            Files =
            [
                .. report.Files,
                .. made.Select(lines => new StartFile(lines.File, TextOf(lines), lines.File == AttributeProposer.File
                    ? "keeps git from converting line ends"
                    : "keeps out what other checkouts do not have")),
            ],
            ToAdd = [.. habits.Lines.Except(made)],
            Notes = [.. report.Notes, .. habits.Notes],
        };
    }

    private static string TextOf(ProposedLines lines)
    {
        string why = lines.File == AttributeProposer.File
            ? "Files of images have the same bytes on every machine, whatever git is set to there."
            : "Not in git, so other checkouts do not have it: without it the image is the same everywhere.";
        return new StringBuilder($"# {why}\n").AppendJoin('\n', lines.Lines).Append('\n').ToString();
    }
}
