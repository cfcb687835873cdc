using System.Text.Json.Serialization;

namespace Slipway.Cli.Json;

/// <summary>Writes the documents without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<ImageDocument>))]
[JsonSerializable(typeof(IReadOnlyList<DigestDocument>))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(GraphDocument))]
[JsonSerializable(typeof(MatrixDocument))]
[JsonSerializable(typeof(WaveDocument))]
[JsonSerializable(typeof(BuildDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(LoadDocument))]
[JsonSerializable(typeof(TaskBuildDocument))]
[JsonSerializable(typeof(PushPlanDocument))]
[JsonSerializable(typeof(PushDocument))]
[JsonSerializable(typeof(IndexEntryDocument))]
[JsonSerializable(typeof(IndexListDocument))]
[JsonSerializable(typeof(IReadOnlyList<BuildRecordDocument>))]
[JsonSerializable(typeof(IReadOnlyList<CheckDocument>))]
[JsonSerializable(typeof(CheckReportDocument))]
[JsonSerializable(typeof(SarifLog))]
[JsonSerializable(typeof(ForgottenSecretDocument))]
[JsonSerializable(typeof(GcDocument))]
[JsonSerializable(typeof(SharedGcDocument))]
[JsonSerializable(typeof(ForecastDocument))]
[JsonSerializable(typeof(FsckDocument))]
[JsonSerializable(typeof(TrustDocument))]
[JsonSerializable(typeof(TrustRuleDocument))]
[JsonSerializable(typeof(TrustPolicyDocument))]
[JsonSerializable(typeof(TrustListDocument))]
[JsonSerializable(typeof(KeyDocument))]
[JsonSerializable(typeof(AttestedDocument))]
[JsonSerializable(typeof(IReadOnlyList<ResolvedDocument>))]
[JsonSerializable(typeof(PinDocument))]
[JsonSerializable(typeof(StartDocument))]
[JsonSerializable(typeof(NewImageDocument))]
[JsonSerializable(typeof(DecisionDocument))]
[JsonSerializable(typeof(IReadOnlyList<VariationDocument>))]
[JsonSerializable(typeof(WhyDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(IReadOnlyList<RebuildDocument>))]
[JsonSerializable(typeof(IReadOnlyList<FileUseDocument>))]
internal sealed partial class DocumentContext : JsonSerializerContext;
