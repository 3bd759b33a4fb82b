-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signedInAt" DATETIME
);

-- CreateTable
CREATE TABLE "KnownAddress" (
    "accountId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("accountId", "address"),
    CONSTRAINT "KnownAddress_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "address" TEXT NOT NULL,
    "browser" TEXT NOT NULL,
    CONSTRAINT "Session_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SignInFailure" (
    "subject" TEXT NOT NULL PRIMARY KEY,
    "count" INTEGER NOT NULL,
    "lastAt" DATETIME NOT NULL,
    "untilAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Draft" (
    "cluster" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "baseText" TEXT NOT NULL,
    "baseSha256" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "DraftEdit" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "cluster" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "author" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "text" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "DraftConflict" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "cluster" TEXT NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "author" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "text" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Revision" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "cluster" TEXT NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "serialNo" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "results" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "cluster" TEXT NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "outcome" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Sample" (
    "cluster" TEXT NOT NULL,
    "router" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "stepSeconds" INTEGER NOT NULL,
    "atSeconds" INTEGER NOT NULL,
    "connPerSecond" REAL NOT NULL,
    "inBytesPerSecond" REAL NOT NULL,
    "outBytesPerSecond" REAL NOT NULL,
    "active" REAL NOT NULL,
    "inactive" REAL NOT NULL,
    "up" INTEGER NOT NULL,
    "servers" INTEGER NOT NULL,

    PRIMARY KEY ("cluster", "router", "subject", "stepSeconds", "atSeconds")
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_name_key" ON "Account"("name");

-- CreateIndex
CREATE INDEX "Session_accountId_idx" ON "Session"("accountId");

-- CreateIndex
CREATE INDEX "SignInFailure_lastAt_idx" ON "SignInFailure"("lastAt");

-- CreateIndex
CREATE INDEX "DraftEdit_cluster_version_idx" ON "DraftEdit"("cluster", "version");

-- CreateIndex
CREATE INDEX "DraftConflict_cluster_idx" ON "DraftConflict"("cluster");

-- CreateIndex
CREATE INDEX "Revision_cluster_at_idx" ON "Revision"("cluster", "at");

-- CreateIndex
CREATE INDEX "Revision_cluster_sha256_idx" ON "Revision"("cluster", "sha256");

-- CreateIndex
CREATE INDEX "AuditEntry_cluster_at_idx" ON "AuditEntry"("cluster", "at");

-- CreateIndex
CREATE INDEX "Sample_stepSeconds_atSeconds_idx" ON "Sample"("stepSeconds", "atSeconds");
